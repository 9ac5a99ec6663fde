//! What a run comes to, in numbers and in one line.

use crate::check::fix;
use crate::diagnostic::{Diagnostic, Severity, counted};
use std::collections::BTreeSet;
use std::fmt;

/// What a run comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Plans checked.
    pub plans: usize,
    /// Plans with findings.
    pub plans_with_findings: usize,
    /// The paths of the plans without findings.
    pub clean_plans: Vec<String>,
    /// Files with findings, plans among them.
    pub files_with_findings: usize,
    /// Findings at error level.
    pub errors: usize,
    /// Findings at warning level.
    pub warnings: usize,
    /// Findings that are silenced or known; they count nowhere else.
    pub suppressed: usize,
    /// Findings that `check --fix` repairs.
    pub fixable: usize,
}

impl Summary {
    /// Counts findings. `plans` are the paths of the plans that were checked.
    pub fn of<'a>(diagnostics: &[Diagnostic], plans: impl IntoIterator<Item = &'a str>) -> Self {
        let plans: BTreeSet<&str> = plans.into_iter().collect();
        let files: BTreeSet<&str> = super::shown(diagnostics).map(|d| &*d.place.source.path).collect();
        let count = |severity| super::shown(diagnostics).filter(|d| d.severity == severity).count();
        Self {
            plans: plans.len(),
            plans_with_findings: files.intersection(&plans).count(),
            clean_plans: plans.difference(&files).map(|path| (*path).to_owned()).collect(),
            files_with_findings: files.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            suppressed: diagnostics.iter().filter(|diagnostic| diagnostic.is_suppressed()).count(),
            fixable: super::shown(diagnostics).filter(|diagnostic| fix::is_sure(diagnostic)).count(),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let findings: Vec<String> = [(self.errors, "error"), (self.warnings, "warning")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| counted(count, word).to_string())
            .collect();
        let plans = counted(self.plans, "plan");
        if findings.is_empty() {
            write!(f, "no findings in {plans}")?;
        } else if self.files_with_findings == self.plans_with_findings {
            write!(f, "{} in {} of {plans}", findings.join(", "), self.plans_with_findings)?;
        } else {
            let files = counted(self.files_with_findings, "file");
            write!(f, "{} in {files}", findings.join(", "))?;
            write!(f, " ({} of {plans})", self.plans_with_findings)?;
        }
        if self.suppressed > 0 {
            write!(f, "; {} suppressed", self.suppressed)?;
        }
        if self.fixable > 0 {
            write!(f, "; `planpress check --fix` repairs {}", self.fixable)?;
        }
        Ok(())
    }
}
