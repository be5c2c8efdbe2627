//! `carnet doctor`.

use serde::Serialize;

use crate::{
    context::Context,
    error::{CommandError, CommandResult, Outcome},
    ops::doctor::{Finding, Mended, Reach, Severity, examine, mend, with_causes},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// Connect to the server of each account too
    #[arg(long)]
    connect: bool,
    /// Mend what is safe to mend, and say what was done
    #[arg(long)]
    fix: bool,
}

#[derive(Debug, Serialize)]
struct Findings {
    /// What was mended.
    fixed: Vec<Mended>,
    /// What is left.
    findings: Vec<Finding>,
}

impl Report for Findings {
    fn print(&self, page: &mut Page) {
        for mended in &self.fixed {
            page.line(format!("{} {}", text!("label-mended"), mended.what));
        }
        if !self.fixed.is_empty() {
            page.blank();
        }
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
            for cause in &finding.causes {
                page.line(format!("  {} {cause}", text!("label-cause")));
            }
            if let Some(next) = &finding.next {
                page.line(format!("  {} {next}", text!("label-hint")));
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
    let examine = || examine(cx.dirs(), cx.store(), reach, &cx.clock);
    let mut report = Findings {
        fixed: Vec::new(),
        findings: examine(),
    };
    if args.fix && report.findings.iter().any(|one| one.mend.is_some()) {
        report.fixed = fix(&report.findings, cx)?;
        report.findings = examine();
    }
    if report.needy() == 0 {
        cx.ui.done(&report)?;
        return Ok(Outcome::Done);
    }
    cx.ui.report(&report)?;
    Ok(Outcome::NeedsSomeone)
}

/// Mends what can be mended; what cannot after all is told, and found again.
fn fix(findings: &[Finding], cx: &Context) -> Result<Vec<Mended>, CommandError> {
    let locked = cx.lock()?;
    let mut fixed = Vec::new();
    for mended in mend(findings, &locked, cx.clock.now()) {
        match mended {
            Ok(mended) => fixed.push(mended),
            Err(error) => cx
                .ui
                .warn(&text!("doctor-not-mended", reason = with_causes(&*error))),
        }
    }
    Ok(fixed)
}
