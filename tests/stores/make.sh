#!/bin/sh
# Makes a store with the frist that is given, asks that frist what is in it, and keeps both beside this script, in the folder of
# the store's schema version. See README.md.
#
#   tests/stores/make.sh target/debug/frist
set -eu

frist=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Nothing of whoever runs this gets in: neither settings nor store nor zone.
export TZ=Europe/Oslo HOME="$work" XDG_CONFIG_HOME="$work" XDG_DATA_HOME="$work" XDG_STATE_HOME="$work"
printf 'name = "anna"\n' > config.toml
now=2024-01-08T10:00:00Z # a Monday, 11:00 in Oslo: every vendor's support is open

run() { "$frist" --config config.toml --now "$now" --store store "$@"; }
quiet() { run "$@" > /dev/null; }
knows() { "$frist" "$1" --help > /dev/null 2>&1; }
ask() { printf '$ %s\n' "$*" >> said.txt; run "$@" >> said.txt || [ $? = 1 ]; }
id() { sed 's/^{"id":\([0-9]*\),.*/\1/'; }
new() { quiet new --contract "$@"; }

# 1 to 20: closed long ago, but for a few.
quiet demo --tickets 20 --seed 7

# 21 to 32: every vendor, and everything that may happen to a ticket.
new markant --plan standard --severity critical --channel phone --at '2024-01-08 09:05' --subject 'Shop down' \
    --customer 'Fjordfisk AS' --note 'Nothing answers since eight.' --assign jonas
# As it is called now, and as it was before.
quiet do acknowledge 21 --at 09:10 2> /dev/null || quiet do receipt 21 --at 09:10
quiet do respond 21 --at 09:20 --note 'Called back'
quiet do start 21 --at 09:30
quiet do workaround 21 --at 10:15
quiet do escalate 21 --level second --to sara --at 10:20
quiet do spend 21 --minutes 45 --text 'Looked through the logs'
new markant --plan extended --severity critical --channel email --at '2024-01-08 09:40' --subject 'Checkout gives 502'
quiet do report 22 --channel phone --at 09:55
new markant --plan standard --severity serious --channel phone --at '2024-01-04 10:00' --subject 'Søk finner ingenting “æøå”'
quiet do respond 23 --at '2024-01-08 08:30'
quiet do start 23 --at '2024-01-08 08:40'
quiet do fix 23 --at '2024-01-08 09:00'
quiet do close 23 --reason ours
new myproduction --severity high --channel chat --at '2024-01-08 10:10' --subject 'Exports stop at 90 %'
quiet do assign 24 --to me
quiet do severity 24 --severity critical
quiet do undo 24
if knows vendor-report; then
    # An agreement of the desk's own with a calendar of its own: where the store is opened later, neither file is there.
    mkdir contracts holidays
    cat > holidays/OWN.toml << 'end'
id = "OWN"
name = "Days of our own"
[[day]]
name = "Inventory"
date = "2024-01-08"
end
    cat > contracts/acme.toml << 'end'
id = "acme"
vendor = "Acme AS"
time_zone = "Europe/Oslo"
[support]
holidays = ["OWN"]
pause = ["waiting_customer"]
[support.hours]
mon-fri = ["08:00-16:00"]
[[support.short_day]]
date = "2024-01-09"
hours = ["10:00-12:00"]
[[severity]]
id = "critical"
name = "Critical"
means = "Nothing works"
[plan.standard]
name = "Standard"
[plan.standard.target.critical]
response = "1h..2h"
work_start = "1bd"
correction = { within = "4h", otherwise = "3bd" }
[uptime]
min_percent = 99.5
min_outage = "5m"
credit = { percent = 10, of = "monthly fee" }
[maintenance]
windows = [{ days = "wed", hours = "22:00-02:00" }]
notice = "2bd"
[scope]
excluded = ["customer"]
end
    new acme --severity critical --channel email --at '2024-01-05 15:30' --subject 'All job queues stand still'
else
    new myproduction --severity critical --channel web --at '2024-01-05 15:30' --subject 'All job queues stand still'
fi
quiet do respond 25 --at '2024-01-05 15:50'
quiet do fix 25 --at '2024-01-08 08:10'
quiet do close 25
quiet do reopen 25 --did-not-hold 2> /dev/null || quiet do reopen 25
new sesam --plan partner --severity error --at '2024-01-03 12:00' --subject 'Pipe skips deleted contacts'
quiet do start 26 --at '2024-01-03 14:00'
quiet do no-workaround 26 --at '2024-01-03 15:00'
quiet do wait 26 --on customer --at '2024-01-04 09:00'
quiet do resume 26 --at '2024-01-05 09:00'
quiet do note 26 --text 'They sent the list.' --to-customer
new sesam --plan customer --severity question --at '2024-01-08 09:00' --subject 'Is there a limit on webhooks?' --kind question
new missoun --impact high --urgency medium --channel portal --at '2024-01-08 08:00' --subject 'All renders end in an error'
quiet do approve 28 --text 'mail of 8 January'
quiet do pass-on 28 --text 'the maker of the renderer'
new missoun --impact low --urgency low --channel portal --at '2024-01-08 08:30' --subject 'Rename a folder' --kind change-request
quiet do subject 29 --text 'Please let us rename a folder'
new moocommerce --severity critical --channel email --at '2024-01-08 10:30' --subject 'Payment page stays blank'
new moocommerce --severity minor --channel email --at '2024-01-02 11:00' --subject 'Typo on the page about returns'
quiet do exclude 31 --cause application --text 'their own theme' 2> /dev/null || quiet do exclude 31 --cause application
new markant --plan standard --severity minor --channel email --at '2024-01-08 10:45' --subject 'Logged twice'
quiet do plan 32 --plan extended
quiet do withdraw 32

# The ledger, from the versions on that have one.
if knows release; then
    quiet release add --contract sesam --name Winter 2024-02-01
    quiet release remove "$(run release add --contract sesam --name Spring 2024-04-02 --json | id)"
fi
if knows outage; then
    outage=$(run outage add --contract markant --from '2024-01-04 09:00' --to '2024-01-04 11:40' \
        --symptom '502 everywhere' --ticket 23 --json | id)
    quiet outage set "$outage" --cause customer
    quiet outage start --contract moocommerce --at '2024-01-08 10:25' --symptom 'No payments' --ticket 30
    quiet outage add --contract markant --from '2024-01-02 09:00' --to '2024-01-02 09:10'
    quiet maintenance add --contract sesam --from '2024-01-20 10:00' --to '2024-01-20 12:00' --note 'new kernel'
    quiet change add --contract myproduction --from '2024-02-15 08:00' --note 'the old editor goes'
fi
if knows vendor-report; then
    quiet outage add --contract acme --from '2024-01-05 15:00' --to '2024-01-08 08:10' --ticket 25 --affects North
    quiet vendor-report add --contract moocommerce 2023-12 --at '2024-01-04 10:00'
    quiet do close 28
    quiet do reopen 28 --came-back
fi
if knows attach; then
    # Who reported a ticket, what was said, and a file.
    quiet organisation add --name 'Fjordfisk AS' --domain fjordfisk.example --contract markant --plan standard
    quiet person add --name 'Kari Dahl' --address kari@fjordfisk.example --organisation 'Fjordfisk AS'
    quiet do customer 21 --person 'Kari Dahl'
    quiet do describe 21 --text 'Nothing answers since eight.'
    quiet do message 21 --from customer --channel phone --text 'How far are you?' --at 10:30
    printf 'refused\n' > hub.log
    quiet attach 21 hub.log
fi
if knows intake; then
    # Letters: one that is a ticket, the customer's answer, one that waits in the inbox, and an answer of the desk's.
    printf '[mail]\naddress = "desk@acme.example"\ntrusted_authserv = ["mx.acme.example"]\nacknowledge = false\n' >> config.toml
    letter() { # whose, Message-ID, the one that it answers, what the mail server found
        printf 'Authentication-Results: mx.acme.example; dmarc=%s header.from=fjordfisk.example\n' "$4"
        printf 'From: %s\nTo: desk@acme.example\nSubject: The hub is down\nMessage-ID: <%s@fjordfisk.example>\n' "$1" "$2"
        printf 'Date: Mon, 8 Jan 2024 09:30:00 +0000\nIn-Reply-To: <%s@fjordfisk.example>\n\nNothing answers.\n' "$3"
    }
    quiet organisation set 'Fjordfisk AS' --severity critical
    letter kari@fjordfisk.example one none pass | quiet intake
    letter kari@fjordfisk.example two one pass | quiet intake
    letter ola@fjordfisk.example three none fail | quiet intake
    quiet intake run
    quiet do tag 33 network
    quiet do link 33 --to 21 --is child-of
    quiet do case 33 --ref INC0042
fi
if knows backup; then
    # Alerts: they are told, and written to the tickets, by whoever has the store and stays.
    : > served.txt
    "$frist" --config config.toml --now "$now" --store store serve 2> served.txt &
    serves=$!
    until grep -q alert: served.txt; do
        kill -0 "$serves"
        sleep 0.1
    done
    kill "$serves"
    wait "$serves" || [ $? = 143 ] # as a process that a signal has ended
    quiet backup
fi

# What this frist says of it.
for id in $(seq 1 32); do ask show "$id" --json; done
if knows intake; then ask show 33 --json; ask inbox list --json; fi
ask list --json
if knows release; then ask release list --contract sesam --json; fi
if knows outage; then
    for what in outage maintenance change; do ask $what list --json; done
    ask uptime --month 2024-01 --json
fi
if knows audit; then ask audit --limit 60 --json; elif knows journal; then ask journal --limit 60 --json; fi

version=$(sed -n 's/^schema //p' store/frist.schema)
folder="$here/schema-$version"
rm -rf "$folder"
mkdir "$folder"
tar --create --sort=name --owner=0 --group=0 --numeric-owner --exclude=frist.lock store | gzip -9 -n > "$folder/store.tar.gz"
mv said.txt "$folder/said.txt"
ls -l "$folder"
