//! The short name, and how the vendor is reached: what the file comes to, and a row a mistake.

use super::{GOOD, problems, read};
use crate::contract::model::{VendorContact, VendorSide};

/// What stands at the end of the good contract.
const SIDE: &str = r#"
[vendor_side]
case_pattern = 'INC\d{7}'
portal = "https://support.acme.example/case/{case}"
mail = "support@acme.example"
phone = "+47 22 00 00 00"
contacts = [{ name = "Duty manager", phone = "+47 22 00 00 01", level = "management" }, { name = "Kari", mail = "k@acme.example" }]
"#;

#[test]
fn how_the_vendor_is_reached_belongs_to_no_promise() {
    let text = |text: &str| Some(text.to_owned());
    let plain = read(GOOD).expect("good");
    assert!(plain.vendor_side.is_empty() && plain.short.is_none());
    let named = GOOD.replace("vendor = \"Acme AS\"", "vendor = \"Acme AS\"\nshort = \"Åcme 123\"");
    let contract = read(&format!("{named}{SIDE}")).expect("good");
    let contacts = vec![
        VendorContact {
            name: "Duty manager".to_owned(),
            phone: text("+47 22 00 00 01"),
            mail: None,
            level: text("management"),
        },
        VendorContact { name: "Kari".to_owned(), phone: None, mail: text("k@acme.example"), level: None },
    ];
    let side = VendorSide {
        case_pattern: text("INC\\d{7}"),
        portal: text("https://support.acme.example/case/{case}"),
        mail: text("support@acme.example"),
        phone: text("+47 22 00 00 00"),
        contacts,
        language: None,
    };
    assert_eq!((contract.vendor_side, contract.short.as_deref()), (side, Some("Åcme 123")));
    assert_eq!(contract.promise, plain.promise);
}

#[test]
fn a_narrow_list_has_the_short_name_where_the_whole_does_not_fit() {
    let contract = read(&GOOD.replace("vendor = \"Acme AS\"", "vendor = \"Acme AS\"\nshort = \"Ac\"")).expect("good");
    assert_eq!([6, 7, 20].map(|columns| contract.vendor_in(columns)), ["Ac", "Acme AS", "Acme AS"]);
    assert_eq!(read(GOOD).expect("good").vendor_in(3), "Acme AS", "without one the list cuts it");
}

#[test]
fn mistakes_in_it() {
    let rows: [(&str, &str, &str, &str); 18] = [
        ("case_pattern = 'INC\\d{7}'", "case_pattern = 'INC(\\d'", "case_pattern", "is no pattern: unclosed group"),
        ("case_pattern = 'INC\\d{7}'", "case_pattern = '\\d*'", "case_pattern", "fits a text without a number"),
        ("case_pattern = 'INC\\d{7}'", "case_pattern = '\\d{9}{999}{999}'", "case_pattern", "is no pattern: "),
        ("case_pattern = 'INC\\d{7}'", "case_pattern = 7", "case_pattern", "this is a number"),
        ("case_pattern =", "case_patern =", "case_patern", "is not a key"),
        ("https://support", "support", "portal", "is no address on the web"),
        ("https://support.acme.example/case/{case}", "https:///{case}", "portal", "is no address on the web"),
        ("case/{case}", "case /{case}", "portal", "is no address on the web"),
        ("case/{case}", "case/{number}", "portal", "only {case} stands for something"),
        ("mail = \"support@acme.example\"", "mail = \"support\"", "mail", "is no address for mail"),
        ("mail = \"support@acme.example\"", "mail = \"a@b@c\"", "mail", "is no address for mail"),
        ("mail = \"support@acme.example\"", "mail = \"a b@c\"", "mail", "is no address for mail"),
        ("phone = \"+47 22 00 00 00\"", "phone = \"call us\"", "phone", "is no number to call"),
        ("phone = \"+47 22 00 00 00\"", "phone = \"\"", "phone", "the text is empty"),
        ("name = \"Kari\", mail = \"k@acme.example\"", "name = \"Kari\"", "contacts[2].phone", "neither called nor"),
        ("name = \"Kari\", ", "", "contacts[2].name", "`name` is missing"),
        ("mail = \"k@acme.example\"", "mail = \"k\"", "contacts[2].mail", "is no address for mail"),
        ("level = \"management\"", "rank = 1", "contacts[1].rank", "is not a key"),
    ];
    for (from, to, key, message) in rows {
        assert_eq!(SIDE.matches(from).count(), 1, "`{from}`");
        let text = format!("{GOOD}{}", SIDE.replace(from, to));
        let found = problems(&text);
        let [problem] = found.as_slice() else { panic!("`{to}` gives {found:#?}") };
        assert_eq!(problem.key(), format!("vendor_side.{key}"), "{to}: {problem}");
        assert!(problem.message.contains(message) && !problem.hint.is_empty(), "{to}: {problem}");
        assert!(problem.line().is_some_and(|line| line > GOOD.lines().count()), "{to}: {problem}");
    }
    for (short, message) in
        [("\"Acme Host\"", "takes 9 columns"), ("\"日本語日本\"", "takes 10 columns"), ("\"\"", "is empty")]
    {
        let found = problems(&GOOD.replace("vendor = \"Acme AS\"", &format!("vendor = \"Acme AS\"\nshort = {short}")));
        assert_eq!((found.len(), found[0].line(), found[0].key()), (1, Some(3), "short"), "{found:?}");
        assert!(found[0].message.contains(message), "{found:?}");
    }
}

#[test]
fn the_contract_of_the_tests_has_everything_and_no_mistake() {
    assert_eq!(problems(frist_testkit::EVERYTHING), []);
}
