//! The words of targets, their states and their reasons.

use super::words;

words! {
    acknowledgement() "acknowledgement", "mottaksbekreftelse", "ontvangstbevestiging";
    response() "response", "respons", "reactie";
    work_start() "work start", "arbeidsstart", "aanvang van het werk";
    update() "update", "statusmelding", "statusbericht";
    workaround() "workaround", "midlertidig løsning", "tijdelijke oplossing";
    correction() "correction", "feilretting", "herstel";
    fix() "fix", "varig løsning", "definitieve oplossing";
    root_cause() "root cause", "rotårsak", "hoofdoorzaak";
    internal(target) "internal {target}", "intern {target}", "interne {target}";

    running() "running", "løper", "loopt";
    at_risk() "at risk", "i fare", "in gevaar";
    stopped() "stopped", "stanset", "gestopt";
    breached() "breached", "brutt", "overschreden";
    met() "met", "oppfylt", "gehaald";
    met_late() "met late", "oppfylt for sent", "te laat gehaald";
    to_be_phoned() "to be phoned", "må meldes på telefon", "moet telefonisch worden gemeld";
    excluded() "excluded", "unntatt", "uitgesloten";
    no_deadline() "no deadline", "ingen frist", "geen termijn";
    waits_for(target) "waits for {target}", "venter på {target}", "wacht op {target}";
    not_counted() "not counted", "teller ikke", "telt niet";
    support_closed() "support closed", "supporten er stengt", "de servicedesk is gesloten";
    paused() "paused", "på pause", "gepauzeerd";
    to_be_reported(channels) "to be reported by {channels}", "må meldes via {channels}", "moet worden gemeld via {channels}";
    either(most, last) "{most} or {last}", "{most} eller {last}", "{most} of {last}";
    both_of(most, last) "{most} and {last}", "{most} og {last}", "{most} en {last}";
    phone() "phone", "telefon", "telefoon";
    email() "email", "e-post", "e-mail";

    needs_channel(wanted) "it has to be {wanted}", "saken må {wanted}", "de melding moet {wanted}";
    phoned_in() "phoned in", "meldes på telefon", "telefonisch worden gedaan";
    reported_by_any(channels) "reported by {channels}", "meldes via {channels}", "worden gedaan via {channels}";
    came_only_by(wanted, came) "{wanted}: it came by {came} only, which does not count", "{wanted}: den kom bare via {came}, som ikke teller", "{wanted}: ze kwam alleen binnen via {came}, wat niet telt";
    came_unknown(wanted) "{wanted}: it is not known how it came", "{wanted}: det er ikke kjent hvordan den kom", "{wanted}: het is niet bekend hoe ze binnenkwam";
    counts_from_return(at) "clocks count from when it came back, {at}", "fristene regnes fra feilen kom tilbake, {at}", "de termijnen lopen vanaf het terugkeren van de storing, {at}";
    counts_from_change(at) "clocks count from the change at {at}", "fristene regnes fra endringen {at}", "de termijnen lopen vanaf de wijziging op {at}";
    counts_from_report(at) "clocks count from the report at {at}", "fristene regnes fra meldingen {at}", "de termijnen lopen vanaf de melding op {at}";
    counts_from_report_by(channel, at) "clocks count from the report by {channel} at {at}", "fristene regnes fra meldingen via {channel} {at}", "de termijnen lopen vanaf de melding via {channel} op {at}";

    one_update_missed() "1 update missed", "1 statusmelding uteble", "1 statusbericht gemist";
    updates_missed(many) "{many} updates missed", "{many} statusmeldinger uteble", "{many} statusberichten gemist";
    counts_from_unmet(target) "counts from the {target}, which is not met yet", "regnes fra fristen for {target}, som ikke er oppfylt ennå", "telt vanaf de termijn voor {target}, die nog niet is gehaald";
    goal_expected(when) "a goal: expected by {when}", "et mål: ventes innen {when}", "een streefdoel: verwacht vóór {when}";
    goal_without_date() "a goal: no date is known", "et mål: ingen dato er kjent", "een streefdoel: er is geen datum bekend";
    release_without_date() "next release, no date", "neste versjon, uten dato", "volgende versie, zonder datum";
    no_date_in_hours() "support hours give no date up to 2100", "supporttidene gir ingen dato før 2100", "de servicetijden geven geen datum tot 2100";
    came_back_first() "not counted: it came back first", "teller ikke: feilen kom tilbake først", "telt niet: de storing keerde eerst terug";
    excluded_for(cause) "excluded: {cause}", "unntatt: {cause}", "uitgesloten: {cause}";
    met_until(at) "met until {at}", "oppfylt til {at}", "gehaald tot {at}";
    met_at(at) "met {at}", "oppfylt {at}", "gehaald {at}";
    met_late_at(at) "met late, {at}", "oppfylt for sent, {at}", "te laat gehaald, {at}";
    overdue_by(time) "overdue by {time}", "overskredet med {time}", "overschreden met {time}";
    due_now() "due now", "forfaller nå", "vervalt nu";
    past_expected() "past the expected time", "over den ventede tiden", "voorbij de verwachte tijd";
    broken_before(at) ", broken before its terms changed {at}", ", brutt før vilkårene ble endret {at}", ", overschreden voordat de voorwaarden wijzigden {at}";
    broken_by_change(at) ", breached by the change {at}", ", brutt ved endringen {at}", ", overschreden door de wijziging {at}";
    met_before_change(at) "It was met before its terms changed on {at}, so what was promised then holds", "Den var oppfylt før vilkårene ble endret {at}, så det som var lovet da, gjelder", "Ze was gehaald voordat de voorwaarden op {at} wijzigden, dus geldt wat toen was toegezegd";
    broken_before_change(at) "It was broken before its terms changed on {at}, so what was promised then holds", "Den var brutt før vilkårene ble endret {at}, så det som var lovet da, gjelder", "Ze was overschreden voordat de voorwaarden op {at} wijzigden, dus geldt wat toen was toegezegd";
    counts_by_terms(at) "It counts by terms that hold since {at}", "Den regnes etter vilkår som gjelder siden {at}", "Ze telt volgens voorwaarden die gelden sinds {at}";
    and_from_then() ", and from then on", ", og fra da av", ", en vanaf dat moment";
    change_broke_it() "; its deadline lay before that, so the change broke it, not earlier", "; fristen lå før dette, så det var endringen som brøt den, ikke noe før", "; de termijn lag daarvoor, dus de wijziging heeft haar overschreden, niet eerder";
    paused_since(at, whom) "paused since {at}, waiting on {whom}", "på pause siden {at}, venter på {whom}", "gepauzeerd sinds {at}, wacht op {whom}";
    due_opens(at) "due, opens {at}", "forfalt, åpner {at}", "vervallen, opent {at}";
    opens(at) "opens {at}", "åpner {at}", "opent {at}";
    never_opens() "does not open again", "åpner ikke igjen", "gaat niet meer open";
    the_customer() "the customer", "kunden", "de klant";
    the_vendor() "the vendor", "leverandøren", "de leverancier";

    stop_no() "no", "nei", "nee";
    stop_yes() "yes", "ja", "ja";
    stops_only(targets) "only of {targets}", "bare for {targets}", "alleen voor {targets}";
}
