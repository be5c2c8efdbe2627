//! `carnet doctor`.

use serde::Serialize;

use crate::{
    context::Context,
    error::{CommandResult, Outcome},
    ops::doctor::{Finding, Severity, examine},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct DoctorArgs {}

#[derive(Debug, Serialize)]
struct Findings {
    findings: Vec<Finding>,
}

impl Report for Findings {
    fn print(&self, page: &mut Page) {
        if self.findings.is_empty() {
            page.line(text!("doctor-nothing"));
            return;
        }
        for finding in &self.findings {
            let label = match finding.severity {
                Severity::Error => text!("label-error"),
                Severity::Warning => text!("label-warning"),
                Severity::Remark => text!("label-remark"),
            };
            page.line(format!("{label} {}", finding.what));
            if let Some(next) = &finding.next {
                page.line(format!("    {next}"));
            }
        }
        let needy = self.needy();
        page.blank();
        page.line(text!("doctor-summary", count = needy));
    }
}

impl Findings {
    fn needy(&self) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.needs_someone())
            .count()
    }
}

pub fn run(_args: &DoctorArgs, cx: &Context) -> CommandResult {
    let (findings, _settings) = examine(cx.dirs(), cx.store());
    let report = Findings { findings };
    if report.needy() == 0 {
        cx.ui.done(&report)?;
        return Ok(Outcome::Done);
    }
    cx.ui.report(&report)?;
    Ok(Outcome::NeedsSomeone)
}
