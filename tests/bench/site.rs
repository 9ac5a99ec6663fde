//! A site of any size for benchmarks: plans of about 6 KB, mostly Chinese, in which `check` finds nothing:
//! eight sections, tasks with owners and days, phases, a budget, a pivot table, three links, in a tree of
//! parents whose targets add up. The same number of plans gives the same bytes.

use std::fmt::Write;

/// Plans directly under one: an area has as many shops, a province as many areas.
const CHILDREN: usize = 20;

const CONFIG: &str = "title: 大站\nlanguage: zh-Hant\n";

const METRICS: &str = "\
revenue: { title: 銷售額, unit: 元, kind: flow, display: 萬元 }
units: { title: 銷量, unit: 套, kind: flow }
cost: { title: 費用, unit: 元, kind: flow, better: lower, display: 萬元 }
";

const SCHEMA: &str = "\
title: 區域計劃
order: strict
fields:
  period: { type: period, grain: year, required: true }
  owner: { required: true }
targets: { required: [revenue, units] }
sections:
  - { id: market, title: 市場分析, required: true, text: { min: 80 } }
  - { id: work, title: 工作規劃, required: true, list: { ordered: true, min: 4, each: { owner: true, due: true } } }
  - id: split
    title: 季度分解
    required: true
    table: { as: targets, layout: pivot, metric: units, rows: channel, columns: period, totals: both }
  - id: steps
    title: 推進階段
    required: true
    sections:
      - { id: step, title: 階段, title_match: '^第.階段', repeat: { min: 3 }, phases: { from: heading, overlap: deny, gap: warn } }
  - id: budget
    title: 費用預算
    required: true
    table: { as: budget, metric: cost, columns: { item: 項目, amount: 金額, share: 占比 }, total: 合計 }
  - { id: measures, title: 措施, required: true, text: { min: 200 } }
  - { id: team, title: 團隊建設, required: true }
  - { id: review, title: 檢討 }
";

/// Rows of the pivot table: the value's id and its title.
const CHANNELS: [(&str, &str); 3] = [("ka", "賣場"), ("dealer", "代理商"), ("shop", "專賣店")];

const SUBJECTS: [&str; 16] = [
    "賣場",
    "代理商",
    "促銷員",
    "專賣店",
    "社區店",
    "工程客戶",
    "倉庫",
    "售後網點",
    "新品",
    "老客戶",
    "競爭品牌",
    "價格體系",
    "導購培訓",
    "樣機",
    "陳列",
    "回款",
];
const VERBS: [&str; 14] = [
    "按月核對",
    "逐店檢查",
    "優先安排",
    "重新評估",
    "統一登記",
    "每週通報",
    "分段推進",
    "現場演示",
    "提前備貨",
    "集中清理",
    "對照上年",
    "抽樣回訪",
    "單獨建檔",
    "合併結算",
];
const OBJECTS: [&str; 14] = [
    "庫存與訂單",
    "到店人數",
    "成交比例",
    "客戶檔案",
    "費用明細",
    "樣機狀況",
    "培訓成績",
    "陳列照片",
    "應收帳款",
    "促銷方案",
    "安裝時效",
    "投訴記錄",
    "價簽與海報",
    "排班表",
];
const ENDS: [&str; 10] = [
    "當週有結果",
    "月底前完成",
    "由區域負責人簽字",
    "差額下月補回",
    "不達標的店另行安排",
    "數字寫進週報",
    "與門店逐一對帳",
    "每季抽查一次",
    "先試點再鋪開",
    "費用不超過預算",
];
const SURNAMES: [&str; 20] = [
    "李", "陳", "王", "劉", "趙", "何", "林", "周", "黃", "吳", "徐", "孫", "馬", "朱", "胡", "郭", "高",
    "羅", "鄭", "梁",
];
const NAMES: [&str; 20] = [
    "明", "珊", "芳", "洋", "磊", "俊", "婷", "敏", "志強", "雅文", "建國", "佳慧", "子豪", "怡君", "文傑",
    "淑芬", "家豪", "美玲", "宇軒", "曉東",
];

/// A small generator of numbers (splitmix64, Steele et al. 2014), so that every site is reproducible.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[(self.next() % words.len() as u64) as usize]
    }

    fn sentence(&mut self) -> String {
        let number = self.next() % 900 + 100;
        format!(
            "{}{}{}，{}；第 {number} 號{}{}{}，{}。",
            self.pick(&SUBJECTS),
            self.pick(&VERBS),
            self.pick(&OBJECTS),
            self.pick(&ENDS),
            self.pick(&SUBJECTS),
            self.pick(&VERBS),
            self.pick(&OBJECTS),
            self.pick(&ENDS),
        )
    }

    fn paragraph(&mut self, sentences: usize) -> String {
        (0..sentences).map(|_| self.sentence()).collect()
    }
}

/// Units of each channel and quarter.
type Units = [[u64; 4]; CHANNELS.len()];

/// All files of a site with `plans` plans: path and text.
pub(crate) fn files(plans: usize) -> Vec<(String, String)> {
    let units = units(plans);
    let mut files: Vec<(String, String)> = [
        ("planpress.yaml", CONFIG.to_owned()),
        ("metrics.yaml", METRICS.to_owned()),
        ("dimensions.yaml", dimensions(plans)),
        ("schemas/regional.yaml", SCHEMA.to_owned()),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into();
    files.extend((0..plans).step_by(CHILDREN * CHILDREN).map(|province| actuals(province, &units)));
    files.extend((0..plans).map(|index| (path(index), plan(index, &units))));
    files
}

/// The path of a plan in the site.
pub(crate) fn path(index: usize) -> String {
    format!("plans/a{}/plan-{index}.md", index / CHILDREN)
}

/// The plan above: the first of the area, of an area the first of the province, of a province the very first.
pub(crate) fn parent(index: usize) -> Option<usize> {
    let sizes = [CHILDREN, CHILDREN * CHILDREN, usize::MAX];
    sizes.map(|size| index - index % size).into_iter().find(|above| *above != index)
}

/// What each plan sells: of its own where nothing lies below, else what those below sell.
fn units(plans: usize) -> Vec<Units> {
    let mut units = vec![Units::default(); plans];
    for index in (0..plans).rev() {
        if units[index] == Units::default() {
            let mut random = Random(index as u64);
            units[index] = units[index].map(|row| row.map(|_| (random.next() % 80 + 20) * 5));
        }
        if let Some(parent) = parent(index) {
            let below = units[index];
            for (sums, values) in units[parent].iter_mut().zip(below) {
                sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
            }
        }
    }
    units
}

/// The region that a plan is for: the country, a province or an area.
fn region(index: usize) -> String {
    match index {
        0 => "all".to_owned(),
        _ if index.is_multiple_of(CHILDREN * CHILDREN) => format!("p{}", index / CHILDREN / CHILDREN),
        _ => format!("a{}", index / CHILDREN),
    }
}

fn dimensions(plans: usize) -> String {
    let mut text = String::from(
        "region:\n  title: 區域\n  values:\n    - id: all\n      title: 全國\n      children:\n",
    );
    let areas = plans.div_ceil(CHILDREN);
    for province in 0..areas.div_ceil(CHILDREN) {
        let _ =
            writeln!(text, "        - id: p{province}\n          title: 第{province}省\n          children:");
        for area in (province * CHILDREN..areas).take(CHILDREN) {
            let _ = writeln!(text, "            - {{ id: a{area}, title: 第{area}區 }}");
        }
    }
    let channels = CHANNELS.map(|(id, title)| format!("{{ id: {id}, title: {title} }}")).join(", ");
    let _ = writeln!(text, "channel: {{ title: 渠道, values: [{channels}] }}");
    text
}

/// What was sold in eight months in each area of a province, by channel.
fn actuals(province: usize, units: &[Units]) -> (String, String) {
    let mut text = String::from("kind,metric,value,period,region,channel\n");
    for area in (province..units.len()).step_by(CHILDREN).take(CHILDREN) {
        let mut random = Random(area as u64);
        for (channel, _) in CHANNELS {
            for month in 1..=8 {
                let value = random.next() % 4000 + 800;
                let _ =
                    writeln!(text, "actual,units,{value}套,2026-{month:02},a{},{channel}", area / CHILDREN);
            }
        }
    }
    (format!("data/actuals-p{}.csv", province / CHILDREN / CHILDREN), text)
}

/// One of four who work in an area, or in the one beside it.
fn owner(index: usize, random: &mut Random) -> String {
    let team = index / CHILDREN / 2 * 4;
    let person = (team as u64 + random.next() % 4) as usize;
    format!("{}{}", SURNAMES[person % SURNAMES.len()], NAMES[person / SURNAMES.len() % NAMES.len()])
}

fn plan(index: usize, units: &[Units]) -> String {
    let mut random = Random(index as u64 + 1);
    let mut text = String::with_capacity(7000);
    front_matter(&mut text, index, &units[index], &mut random);
    let mut links = (0..3).map(|_| random.next() as usize % units.len()).collect::<Vec<_>>().into_iter();
    let _ = writeln!(text, "## 一、市場分析\n");
    for link in links.by_ref().take(2) {
        let _ = writeln!(text, "{}參見[[plan-{link}]]。\n", random.paragraph(2));
    }
    let _ = writeln!(text, "## 二、工作規劃\n");
    for number in 1..=6 {
        let (owner, month) = (owner(index, &mut random), number * 2);
        let done = if month < 9 { "[x]" } else { "[ ]" };
        let _ = writeln!(
            text,
            "{number}. {done} **{}：**{}@{owner} 截止 2026-{month:02}-28",
            random.pick(&SUBJECTS),
            random.sentence()
        );
    }
    pivot(&mut text, &units[index]);
    let _ = writeln!(text, "## 四、推進階段\n");
    for (name, days) in [("一", "1月1日–4月30日"), ("二", "5月1日–8月31日"), ("三", "9月1日–12月31日")]
    {
        let _ = writeln!(
            text,
            "### 第{name}階段：{}（{days}）\n\n{}\n",
            random.pick(&VERBS),
            random.paragraph(1)
        );
    }
    budget(&mut text, &mut random);
    let _ = writeln!(text, "## 六、措施\n");
    for _ in 0..4 {
        let _ = writeln!(text, "{}\n", random.paragraph(4));
    }
    let above = parent(index).unwrap_or_default();
    let _ = writeln!(
        text,
        "## 七、團隊建設\n\n{}上級見[第{above}號計劃](../a{}/plan-{above}.md)。\n\n## 八、檢討\n\n{}",
        random.paragraph(2),
        above / CHILDREN,
        random.paragraph(2)
    );
    text
}

fn front_matter(text: &mut String, index: usize, units: &Units, random: &mut Random) {
    let owner = owner(index, random);
    let _ = writeln!(
        text,
        "---\nkind: regional\ntitle: 第{index}號區域計劃\nstatus: active\nperiod: 2026\nowner: {owner}\nregion: {}",
        region(index)
    );
    if let Some(parent) = parent(index) {
        let _ = writeln!(text, "parent: plan-{parent}");
    }
    let (first, other) = (random.pick(&SUBJECTS), random.pick(&OBJECTS));
    let quarter = |at: usize| units.iter().map(|row| row[at]).sum::<u64>();
    let total: u64 = (0..4).map(quarter).sum();
    let quarters: Vec<String> =
        (0..4).map(|at| format!("2026-Q{}: {}萬元", at + 1, quarter(at) / 5)).collect();
    let _ = writeln!(
        text,
        "tags: [{first}, {other}]\ntargets:\n  revenue: {{ value: {}萬元, by: {{ period: {{ {} }} }} }}\n  units: {total}套\n---\n",
        total / 5,
        quarters.join(", ")
    );
}

fn pivot(text: &mut String, units: &Units) {
    text.push_str("\n## 三、季度分解\n\n| 渠道 | 2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | 合計 |\n");
    text.push_str("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    let sums = [0, 1, 2, 3].map(|quarter| units.iter().map(|row| row[quarter]).sum());
    let titles = CHANNELS.iter().map(|(_, title)| *title).chain(["合計"]);
    for (title, cells) in titles.zip(units.iter().chain([&sums])) {
        let [first, second, third, fourth] = cells;
        let total: u64 = cells.iter().sum();
        let _ = writeln!(text, "| {title} | {first} | {second} | {third} | {fourth} | {total} |");
    }
    text.push('\n');
}

fn budget(text: &mut String, random: &mut Random) {
    text.push_str("## 五、費用預算\n\n| 項目 | 金額 | 占比 |\n| --- | ---: | ---: |\n");
    let (total, moved) = (random.next() % 90 + 10, random.next() % 8);
    let shares = [("人員", 30 + moved), ("物料", 26 - moved), ("促銷", 21), ("培訓", 13), ("差旅", 10)];
    for (item, share) in shares {
        let _ = writeln!(text, "| {item} | {}元 | {share}% |", total * share * 100);
    }
    let _ = writeln!(text, "| 合計 | {}元 | 100% |\n", total * 10_000);
}

/// What is measured is a site without faults, of the size that is spoken of.
#[test]
fn check_finds_nothing() {
    use planpress::pipeline::{MemoryTree, Options, load};
    for plans in [2, 402] {
        let files = files(plans);
        let bytes: usize =
            files.iter().filter(|(path, _)| path.starts_with("plans/")).map(|(_, t)| t.len()).sum();
        assert!((5500..6500).contains(&(bytes / plans)), "{plans} plans of {} bytes", bytes / plans);
        let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: false };
        let loaded = load(&MemoryTree::new(files), options).map_err(|fatal| fatal.0).unwrap();
        assert_eq!(loaded.site.plans.len(), plans);
        let found: Vec<&str> = loaded.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(found, [""; 0], "{plans} plans: {:?}", loaded.findings.first().map(|f| &f.message));
    }
}
