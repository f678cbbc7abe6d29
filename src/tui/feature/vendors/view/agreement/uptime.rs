//! Writes the promises of uptime, the contract's own and those of plans: what holds, what is owed where it is broken and
//! until when it is claimed; and the rules for maintenance.

use crate::domain::contract::{
    Contract, Uptime, change_notice_in_words, credit_bands_in_words, monthly_report_in_words, notice_in_words,
    standing_windows_in_words, uptime_facts,
};

use super::{AgreementPage, TextSheet};

pub(super) fn write(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>) {
    let contract = page.contract;
    let own = contract.plans.iter().filter_map(|plan| Some((plan, plan.uptime.as_ref()?)));
    let own: Vec<_> = own.collect();
    let all_have_one = !own.is_empty() && own.len() == contract.plans.len();
    match &contract.uptime {
        Some(uptime) => {
            sheet.head("UPTIME");
            promise(sheet, page, uptime);
            if !own.is_empty() {
                let plans: Vec<&str> = own.iter().map(|(plan, _)| plan.name.as_str()).collect();
                sheet.remark(&format!("Not for the plan {}, which has a promise of its own.", plans.join(", ")));
            }
        }
        None if all_have_one => {}
        None => {
            sheet.head("UPTIME");
            let elsewhere = if own.is_empty() { "" } else { " but for the plans below" };
            sheet.text(&format!("No uptime is promised{elsewhere}."), sheet.theme.text);
        }
    }
    for (plan, uptime) in own {
        sheet.head(&format!("UPTIME, PLAN {}", plan.name.to_uppercase()));
        promise(sheet, page, uptime);
    }
}

fn promise(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>, uptime: &Uptime) {
    for (name, value) in uptime_facts(uptime) {
        sheet.fact(name, &value);
    }
    reports(sheet, page, uptime);
    for (name, value) in credit_bands_in_words(uptime) {
        sheet.fact(name, &value);
    }
}

/// Adds which of the vendor's monthly reports have come, where the agreement has it send them.
fn reports(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>, uptime: &Uptime) {
    let Some(words) = monthly_report_in_words(uptime) else { return };
    sheet.fact("report", words);
    if !page.reports.is_empty() {
        sheet.fact("come", &page.reports.join(", "));
    }
    if let Some(missing) = &page.missing {
        sheet.fact_in("", &format!("✉ {missing}"), page.theme.at_risk);
    }
}

pub(super) fn write_maintenance(sheet: &mut TextSheet<'_>, contract: &Contract) {
    sheet.head("MAINTENANCE");
    let Some(maintenance) = &contract.maintenance else {
        sheet.text("The agreement names no maintenance.", sheet.theme.text);
        return;
    };
    let windows = standing_windows_in_words(maintenance).unwrap_or_else(|| "none".to_owned());
    sheet.fact("windows", &windows);
    sheet.fact("notice", &notice_in_words(maintenance));
    if let Some(changes) = change_notice_in_words(maintenance) {
        sheet.fact("larger changes", &changes);
    }
}
