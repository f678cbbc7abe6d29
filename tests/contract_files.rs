//! The contract and calendar files that the program carries: they load, and say what the agreements say.

use frist::domain::contract::Book;

#[test]
fn every_built_in_file_loads() {
    let book = Book::built_in();
    assert_eq!(book.problems(), []);
    let ids: Vec<_> = book.contracts().map(|contract| contract.id.as_str()).collect();
    assert_eq!(ids, ["markant", "missoun", "moocommerce", "myproduction", "sesam"]);
}
