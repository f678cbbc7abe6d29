//! Made-up people, customers and troubles for the demonstration. None of them is anybody.

use fastrand::Rng;

pub(super) const AGENTS: [&str; 5] = ["ingrid", "jonas", "sara", "emil", "noor"];

const CUSTOMERS: [&str; 16] = [
    "Fjellkaffe AS",
    "Nordlys Sykler",
    "Havnebakeriet",
    "Blåbær Barneklær",
    "Tindeguiden AS",
    "Kystlampen",
    "Vinterull AS",
    "Lillevik Hagesenter",
    "De Groene Stoel BV",
    "Atelier Zonneveld",
    "Fiskehuset Brim",
    "Trollheim Sport",
    "Papir & Pensel",
    "Solsiden Apotek",
    "Rallar Verktøy",
    "Ødegård Møbler",
];

const NOTES: [&str; 10] = [
    "Called back, went through it together. Happens on every browser.",
    "Log shows time-outs against the payment provider from 09:12 on.",
    "Asked for a screenshot and the order number.",
    "Same customer had this in spring, see the older ticket.",
    "Restarted the worker; queue is draining, keep an eye on it.",
    "They can live with it until tomorrow, but want to be told how it goes.",
    "Reproduced on staging with their own catalogue.",
    "Disk was at 97 %. Cleared old exports, 40 GB free now.",
    "Vendor has it on their board, promised word after lunch.",
    "Certificate was renewed, the old one is still served from one node.",
];

const SHOPS: [&[&str]; 3] = [
    &[
        "Checkout gives 502 in every shop",
        "Shop down since the deploy",
        "Payment page stays blank",
        "No orders since 07:40",
        "Whole site answers with a certificate warning",
        "Cart empties itself at checkout",
    ],
    &[
        "Category pages take 20 seconds",
        "Search finds nothing for half of the catalogue",
        "Discount codes are refused at random",
        "Order confirmations arrive two hours late",
        "Stock levels do not follow the warehouse",
        "Log-in fails for customers with an old password",
    ],
    &[
        "Favicon missing after the theme change",
        "Export of customers lacks the phone column",
        "Wrong flag beside the Danish prices",
        "Typo on the page about returns",
        "Newsletter box overlaps the footer on tablets",
        "Image of one product is turned by 90°",
    ],
];

const PRODUCTION: [&[&str]; 3] = [
    &["Nobody can log in to production planning", "All job queues stand still", "Service answers with error 503"],
    &[
        "Exports stop at 90 %",
        "Shift plan cannot be saved",
        "Machine data arrives an hour late",
        "Label printing repeats the last order",
        "Orders from the ERP import are doubled",
    ],
    &[
        "Column widths are forgotten",
        "Date filter starts the week on Sunday",
        "Help link leads nowhere",
        "Chart colours are hard to tell apart",
    ],
];

const HUB: [&[&str]; 3] = [
    &["All pipes have stopped", "Hub cannot be reached", "No data flows from any source since midnight"],
    &[
        "Pipe from the CRM skips deleted contacts",
        "Dataset grows without end after re-run",
        "Sync to the web shop fails on names with an ampersand",
        "Transform drops the time zone of dates",
    ],
    &["How is a pipe paused for a week?", "Wish: sort datasets by size", "Is there a limit on webhooks per minute?"],
];

const CONFIGURATOR: [&[&str]; 3] = [
    &["3D view stays black for all designers", "Configurator loses sizes", "Nobody can publish a collection"],
    &[
        "Fabric textures load slowly in the afternoon",
        "Price list ignores the second currency",
        "Import of patterns stops at the first umlaut",
    ],
    &["Thumbnail is cut off at the left", "Please add a field for the care label", "Sorting by season is reversed"],
];

/// What tickets of that contract are about, for tier 0 (worst) to 2.
fn subjects(contract: &str, tier: usize) -> &'static [&'static str] {
    let all = match contract {
        "myproduction" => PRODUCTION,
        "sesam" => HUB,
        "missoun" => CONFIGURATOR,
        _ => SHOPS,
    };
    all[tier.min(2)]
}

pub(super) fn subject(rng: &mut Rng, contract: &str, tier: usize) -> String {
    pick(rng, subjects(contract, tier)).to_owned()
}

pub(super) fn customer(rng: &mut Rng) -> String {
    pick(rng, &CUSTOMERS).to_owned()
}

pub(super) fn note(rng: &mut Rng) -> String {
    pick(rng, &NOTES).to_owned()
}

pub(super) fn agent(rng: &mut Rng) -> &'static str {
    pick(rng, &AGENTS)
}

/// One of them; there is always at least one.
pub(super) fn pick<T: Copy>(rng: &mut Rng, list: &[T]) -> T {
    list[rng.usize(..list.len())]
}
