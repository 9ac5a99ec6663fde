//! What templates see: these structs and no others. Everything is text ready to show, with plain sort keys
//! beside it; fields that end in `_html` are HTML made here and the only ones that a template marks safe.
//! Addresses are relative to the page, but for those of [`SiteView`], which stand behind `page.root`.

mod changes;
mod checks;
mod lists;
mod numbers;
mod pages;
mod pictures;
mod plan;
mod ready;
mod rows;
mod shell;

pub use changes::{ChangeView, ChangesView, NumberHistoryView, NumberStepView};
pub use checks::{ChecksView, ExcerptView, FindingGroupView, FindingView, ProblemView, RuleCountView};
pub use lists::{FilterView, ListCellView, ListRowView, ListView, OptionView, PlanRowView, PlanTableView};
pub use numbers::{
    AnswerRowView, AnswerView, CellView, FilesView, HeadView, MiniView, PanelView, ProgressView, SignedView,
    StatFactView, StatView, VerdictView,
};
pub use pages::{
    BudgetView, FreePageView, GraphView, GroupView, HomeView, LateView, MetricView, OverviewView,
    PageGroupView, PlansView, SectionView, TasksView, TimelineView,
};
pub use pictures::{BarRowView, KeyView, PictureView, SliceView, ViewView};
pub use plan::{
    BacklinkView, ContentView, FactView, PlanFindingView, PlanTargetView, PlanTargetsView, PlanView,
    RelationView, SignView,
};
pub use ready::Ready;
pub use rows::ready_rows;
pub use shell::{LinkView, NavView, PageView, RedirectView, SiteView, StatusView};
