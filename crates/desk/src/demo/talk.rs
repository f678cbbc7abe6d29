//! Makes up what customer, desk and vendor write to each other about a ticket, as long as such letters are: a line, a few
//! sentences, now and then a page with what was written before below it.

use fastrand::Rng;
use frist_domain::ticket::event::Message;
use frist_domain::ticket::{EventData, MessageDirection};

use super::words::pick;

/// The messages of one conversation.
pub(super) const MESSAGES: usize = 3;
/// One message in so many quotes the one before it.
const QUOTES_ONE_IN: u8 = 3;

const PEOPLE: [&str; 10] = [
    "Kari Dahl",
    "Nils Berg",
    "Femke de Wit",
    "Astrid Lunde",
    "Joost Visser",
    "Ola Strand",
    "Maja Holm",
    "Sander Bakker",
    "Liv Moen",
    "Erik Haugen",
];

const GREETINGS: [&str; 4] = ["Hello,", "Good morning,", "Hi,", "Dear desk,"];

/// What customers write: any of them can stand beside any other.
const CUSTOMER: [&str; 20] = [
    "How does it go? We have people waiting here.",
    "It works again for some, not for all. The list of those who still have it follows.",
    "The order number you asked for is 100042317.",
    "It is back since ten minutes. Did you change anything?",
    "Please call me on my mobile after two, I am on the road until then.",
    "We tried it with another browser and on the telephone, with the same result.",
    "My colleague saw it at 09:12 and once more after that. In between everything was as usual.",
    "The accounting system complains as well now, I do not know whether that belongs together.",
    "We have put a notice on the front page, so that people know that they are not alone with it.",
    "If it helps, we can stop the nightly import until you have found it.",
    "The message on the screen has changed: now it says that the session has ended.",
    "Nothing was changed on our side. The last delivery was on Thursday of the week before.",
    "On Friday the campaign begins; until then it has to work.",
    "The order 100042317 is the newest that has it. I have asked in the warehouse. They see the right numbers, only the shop shows the old ones.",
    "It is the same with the test account that you made for us in spring.",
    "We count about forty orders that are missing, all of them from before noon.",
    "After the restart it was quiet for an hour and then it came back.",
    "There is no hurry with the second part; the first one is what hurts.",
    "Could you tell us when to look again? Then I can plan the people here.",
    "Thank you for the quick answer.",
];

/// What the desk writes.
const DESK: [&str; 14] = [
    "Thank you for writing. We have it here and are looking at it.",
    "Please try it with an empty cache, and tell us whether it changes anything.",
    "We can see it ourselves now, so there is nothing more that you have to send.",
    "The vendor has been told and answers within the time of the agreement.",
    "Could you send us the number of an order with which it happened, and the time?",
    "We have looked at order 100042317. Until it is mended, orders can be entered in the administration; they are not lost.",
    "A worker had stopped at 09:12. It runs again, and the queue will be empty in about half an hour.",
    "What you see in the warehouse is right. The shop follows as soon as its index is built anew.",
    "We have cleared the old exports, so there is room on the disk again.",
    "The certificate is renewed. One node still had the old one; it is taken out until tonight.",
    "You hear from us again when there is something new, and before the end of the day in any case.",
    "Nothing has to be done at your side. Please leave the import running as it is.",
    "We have raised it with their second line, as it has come back.",
    "Please look again now and tell us what you see.",
];

/// What the vendor writes.
const VENDOR: [&str; 10] = [
    "We are on it. A node lost its disk; it is being replaced.",
    "We can see it from here as well. The next word comes within the hour.",
    "Our log shows nothing around 09:12. Can you send the exact time and the customer's number?",
    "It was mended with the delivery of this morning. Please check it and close the case if nothing is left.",
    "The cause is known: a job of the night before had not ended and kept the table locked.",
    "We need one more log, from the node that answers first. How to take it is described in the manual.",
    "Our second line has it. They work from eight to five; tomorrow morning is the earliest.",
    "A workaround: leave out the second page and export in parts of a thousand.",
    "This is how the version of March works. The change is described in its notes.",
    "We have set the limit higher for this customer, which holds until the next delivery.",
];

/// Makes the messages of a ticket in their order: the customer, the desk's answer, and the vendor's word or the customer's.
pub(super) fn conversation(talk: &mut Rng) -> [EventData; MESSAGES] {
    let customer = pick(talk, &PEOPLE);
    let last = if talk.bool() { MessageDirection::VendorIn } else { MessageDirection::In };
    let channel = pick(talk, &["email", "phone"]);
    let (mut before, mut writer) = (String::new(), customer);
    [MessageDirection::In, MessageDirection::Out, last].map(|direction| {
        let quotes = !before.is_empty() && direction != MessageDirection::VendorIn && talk.u8(..QUOTES_ONE_IN) == 0;
        let mut text = own_words(talk, direction, customer);
        if quotes {
            text = format!("{text}\n\n{}", quoted(&before, writer));
        }
        before.clone_from(&text);
        writer = if direction == MessageDirection::Out { "The desk" } else { customer };
        let with = (direction != MessageDirection::VendorIn).then(|| customer.to_owned());
        EventData::Message(Message { direction, channel: Some(channel.to_owned()), with, text, ..Message::default() })
    })
}

/// Makes what the writer says: mostly one to three sentences, and a letter of several paragraphs each eighth time.
fn own_words(talk: &mut Rng, direction: MessageDirection, customer: &str) -> String {
    let all: &[&str] = match direction {
        MessageDirection::In => &CUSTOMER,
        MessageDirection::Out | MessageDirection::VendorOut => &DESK,
        MessageDirection::VendorIn => &VENDOR,
    };
    let is_long = talk.u8(..8) == 0;
    let sentences = if is_long { talk.usize(6..all.len()) } else { talk.usize(1..4) };
    let mut rest: Vec<&str> = all.to_vec();
    let mut sentence = || {
        let place = talk.usize(..rest.len());
        with_figures(talk, rest.swap_remove(place))
    };
    let said: Vec<String> = (0..sentences).map(|_| sentence()).collect();
    if !is_long {
        return said.join(" ");
    }
    let body = said.chunks(3).map(|part| part.join(" ")).collect::<Vec<_>>().join("\n\n");
    let name = match direction {
        MessageDirection::In => customer,
        MessageDirection::VendorIn => "Their support",
        MessageDirection::Out | MessageDirection::VendorOut => "The desk",
    };
    format!("{}\n\n{body}\n\nRegards\n{name}", pick(talk, &GREETINGS))
}

/// Returns the sentence with an order and a time of its own in place of those that are in it.
fn with_figures(talk: &mut Rng, sentence: &str) -> String {
    let order = format!("1000{:05}", talk.u32(..100_000));
    let time = format!("{:02}:{:02}", talk.u8(7..18), talk.u8(..60));
    sentence.replace("100042317", &order).replace("09:12", &time)
}

/// Returns the text as mail programs quote it, below a line that says who wrote it.
fn quoted(text: &str, writer: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    format!("{writer} wrote:\n{}", lines.join("\n"))
}
