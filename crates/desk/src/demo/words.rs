//! Made-up people, customers and troubles for the demonstration. None of them is real.

use fastrand::Rng;
use frist_domain::ticket::MessageDirection;

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

/// What customers say of their trouble in full, whatever it is.
const DESCRIPTIONS: [&str; 8] = [
    "It began this morning, a little after eight. Before that everything was as usual, and nothing was changed on our side that \
     I know of.\n\nTwo of us see it, on different machines. Restarting did not help.",
    "Our customers have been calling since we opened. It is the same in every browser, also on the telephone.",
    "It comes and goes: it works for ten minutes and then it does not for about five. The times are always close to the full hour.",
    "Steps:\n1. Log in as an ordinary user\n2. Open the second page of the list\n3. It stays empty\n\nExpected: the list.",
    "We had something like this in spring. Then it was a full disk; I do not know whether it is that again.",
    "The message says “unexpected answer from the server (502)”. The log of this morning can be had if it helps.",
    "It is not urgent for us as long as the orders come in, but we would like to know when it will be mended.",
    "Only the shop in Bergen has it. The others, with the same version, are fine.",
];

/// What customers say when they call again or write.
const SAID: [&str; 6] = [
    "How does it go? We have people waiting here.",
    "It works again for some, not for all. The list of those who still have it follows.",
    "Thank you, that helps for today.\n\nOn Mon at 09:14 the desk wrote:\n> Please try it with an empty cache.\n> Tell us whether it changes anything.",
    "The order number you asked for is 100042317.",
    "It is back since ten minutes. Did you change anything?",
    "Please call me on my mobile after two, I am on the road until then.",
];

/// What the vendor says.
const VENDOR_SAID: [&str; 3] = [
    "We are on it. A node lost its disk; it is being replaced.",
    "We can see it from here as well. The next word comes within the hour.",
    "Our log shows nothing. Can you send the exact time and the customer's number?",
];

type Pool = [&'static [&'static str]; 3];

const MAGENTO: Pool = [
    &[
        "Checkout gives 502 in every shop",
        "Shop down since the deploy",
        "No orders since 07:40",
        "Whole site answers with a certificate warning",
        "Database refuses connections",
        "Front page is empty after the cache was cleared",
        "All carts are emptied at checkout",
    ],
    &[
        "Category pages take 20 seconds",
        "Search finds nothing for half of the catalogue",
        "Discount codes are refused at random",
        "Indexer has been stuck for two hours",
        "Stock levels do not follow the warehouse",
        "Log-in fails for customers with an old password",
        "Admin throws an error when an order is refunded",
        "Cron jobs run twice",
        "Images come from the old server",
    ],
    &[
        "Favicon missing after the theme change",
        "Export of customers lacks the phone column",
        "Wrong flag beside the Danish prices",
        "Typo on the page about returns",
        "Old sitemap is still delivered",
        "Image of one product is turned by 90°",
    ],
];

const WOO: Pool = [
    &[
        "Payment page stays blank",
        "Site cannot be reached from mobile networks",
        "Every page says “error establishing a database connection”",
        "Orders are paid but never arrive",
        "Plug-in update took the shop down",
        "Visitors see another shop's front page",
        "White page for everybody since 06:15",
    ],
    &[
        "Order confirmations arrive two hours late",
        "Shipping costs are zero for Svalbard",
        "Bookings can be made for days that are full",
        "Vipps payments stay “pending”",
        "Uploads over 2 MB fail",
        "Backup of last night is missing",
        "Webhook to the accounting system times out",
        "Product pages are slow in the evening",
        "Customers are logged out after each page",
    ],
    &[
        "Newsletter box overlaps the footer on tablets",
        "Menu entry missing in the administration",
        "Date on invoices is in American order",
        "Star ratings are cut off at the right",
        "Help text of the coupon field is in English",
        "Preview of drafts shows an old theme",
    ],
];

const PRODUCTION: Pool = [
    &[
        "Nobody can log in to production planning",
        "All job queues stand still",
        "Service answers with error 503",
        "Terminals on the floor show a white screen",
        "Whole plant is offline after the update",
        "Data of this morning has vanished",
        "Log-in page redirects in a circle",
    ],
    &[
        "Exports stop at 90 %",
        "Shift plan cannot be saved",
        "Machine data arrives an hour late",
        "Label printing repeats the last order",
        "Orders from the ERP import are doubled",
        "Work orders lose their attachments",
        "Operators see the plan of another hall",
        "Stock count is off by one pallet each night",
        "Report of yesterday is empty",
    ],
    &[
        "Column widths are forgotten",
        "Date filter starts the week on Sunday",
        "Help link leads nowhere",
        "Chart colours are hard to tell apart",
        "Tooltips stay after the mouse has gone",
        "Print preview cuts off the last line",
    ],
];

const HUB: Pool = [
    &[
        "All pipes have stopped",
        "Hub cannot be reached",
        "No data flows from any source since midnight",
        "Node restarts every four minutes",
        "Every pipe reports “disk full”",
        "Management API answers with 500",
        "Secrets are gone after the upgrade",
    ],
    &[
        "Pipe from the CRM skips deleted contacts",
        "Dataset grows without end after re-run",
        "Sync to the web shop fails on names with an ampersand",
        "Transform drops the time zone of dates",
        "Merge rule picks the older address",
        "Pump log shows failures, pipe says it is fine",
        "Employees with two posts arrive twice",
        "SQL sink is three hours behind",
        "Conditional source ignores its condition",
    ],
    &[
        "How is a pipe paused for a week?",
        "Wish: sort datasets by size",
        "Is there a limit on webhooks per minute?",
        "Where can last month's invoices be found?",
        "Can a node be moved to another region?",
        "What does the state “stale” mean?",
    ],
];

const CONFIGURATOR: Pool = [
    &[
        "3D view stays black for all designers",
        "Configurator loses sizes",
        "Nobody can publish a collection",
        "Styles of the summer line have disappeared",
        "All renders end in an error",
        "Suppliers cannot open any order",
        "Prices are zero in every quote",
    ],
    &[
        "Fabric textures load slowly in the afternoon",
        "Price list ignores the second currency",
        "Import of patterns stops at the first umlaut",
        "Bill of materials forgets buttons",
        "Colourways are in the wrong order in PDFs",
        "Comments of suppliers arrive a day late",
        "Size chart mixes inches and centimetres",
        "Copy of a style loses its fit notes",
        "Export to the ERP sends cancelled styles",
    ],
    &[
        "Thumbnail is cut off at the left",
        "Please add a field for the care label",
        "Sorting by season is reversed",
        "Dutch text says “knopje” twice",
        "Logo is blurred on large screens",
        "Please let us rename a folder",
    ],
];

fn pool(contract: &str) -> &'static Pool {
    match contract {
        "moocommerce" => &WOO,
        "myproduction" => &PRODUCTION,
        "sesam" => &HUB,
        "missoun" => &CONFIGURATOR,
        _ => &MAGENTO,
    }
}

/// The subjects of one contract's tickets: each of the pool comes once before any comes again.
pub(super) struct Subjects {
    tiers: [Vec<&'static str>; 3],
    pool: &'static Pool,
}

impl Subjects {
    pub(super) fn new(contract: &str) -> Self {
        Self { tiers: Default::default(), pool: pool(contract) }
    }

    /// Returns the next subject for tier 0 (worst) to 2.
    pub(super) fn next(&mut self, rng: &mut Rng, tier: usize) -> String {
        let (left, all) = (&mut self.tiers[tier], self.pool[tier]);
        if left.is_empty() {
            left.extend(all);
            rng.shuffle(left);
        }
        left.pop().unwrap_or(all[0]).to_owned()
    }
}

pub(super) fn customer(rng: &mut Rng) -> String {
    pick(rng, &CUSTOMERS).to_owned()
}

pub(super) fn note(rng: &mut Rng) -> String {
    pick(rng, &NOTES).to_owned()
}

pub(super) fn description(rng: &mut Rng) -> String {
    pick(rng, &DESCRIPTIONS).to_owned()
}

/// Returns something that was said: by the customer, or now and then by the vendor.
pub(super) fn said(rng: &mut Rng) -> (MessageDirection, String) {
    match rng.u8(..4) {
        0 => (MessageDirection::VendorIn, pick(rng, &VENDOR_SAID).to_owned()),
        _ => (MessageDirection::In, pick(rng, &SAID).to_owned()),
    }
}

pub(super) fn agent(rng: &mut Rng) -> &'static str {
    pick(rng, &AGENTS)
}

/// Picks one element of the list, which has at least one.
pub(super) fn pick<T: Copy>(rng: &mut Rng, list: &[T]) -> T {
    list[rng.usize(..list.len())]
}
