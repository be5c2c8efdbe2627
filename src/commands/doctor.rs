//! `carnet doctor`.

use serde::Serialize;

use crate::{
    context::Context,
    error::{CommandResult, Outcome},
    ops::doctor::{Finding, Reach, Severity, examine},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// Connect to the server of each account too
    #[arg(long)]
    connect: bool,
}

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

pub fn run(args: &DoctorArgs, cx: &Context) -> CommandResult {
    let reach = if args.connect {
        Reach::Servers
    } else {
        Reach::ThisComputer
    };
    let report = Findings {
        findings: examine(cx.dirs(), cx.store(), reach),
    };
    if report.needy() == 0 {
        cx.ui.done(&report)?;
        return Ok(Outcome::Done);
    }
    cx.ui.report(&report)?;
    Ok(Outcome::NeedsSomeone)
}
