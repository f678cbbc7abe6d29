//! The words of letters.

use super::words;

words! {
    we_have_received(number) "Hello,\n\nwe have received your message. Its number is {number}.\nAnswer this letter if you want to add anything.", "Hei,\n\nvi har mottatt henvendelsen din. Den har nummer {number}.\nSvar på denne e-posten hvis du vil legge til noe.", "Hallo,\n\nwij hebben uw bericht ontvangen. Het heeft nummer {number}.\nAntwoord op deze e-mail als u iets wilt toevoegen.";
    somebody_wrote(at, who) "{at}, {who} wrote:", "{at} skrev {who}:", "{at} schreef {who}:";
    you_wrote(at) "{at}, you wrote:", "{at} skrev du:", "{at} schreef u:";
}
