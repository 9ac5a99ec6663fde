//! A site of any size for benchmarks: plans of about 6 KB, mostly Chinese, valid under a schema with
//! sections, a list with owners, a pivot table and links, in a tree of parents whose targets add up.
//! The same number of plans gives the same bytes.

use std::fmt::Write;

/// Plans under one parent.
const CHILDREN: usize = 20;

const SCHEMA: &str = "\
title: 區域計劃
fields:
  period: { type: period, grain: year, required: true }
  owner: { required: true }
targets: { required: [revenue] }
sections:
  - { id: market, title: 市場分析, required: true, text: { min: 80 } }
  - { id: work, title: 工作規劃, required: true, list: { ordered: true, min: 4, each: { owner: true, due: true } } }
  - id: split
    title: 季度分解
    required: true
    table: { as: targets, layout: pivot, metric: units, rows: channel, columns: period, totals: both }
  - { id: measures, title: 措施, required: true, text: { min: 200 } }
  - { id: review, title: 檢討 }
";

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
const OWNERS: [&str; 8] = ["李明", "陳珊", "王芳", "劉洋", "趙磊", "何俊", "林婷", "周敏"];

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

/// All files of a site with `plans` plans: path and text.
pub(crate) fn files(plans: usize) -> Vec<(String, String)> {
    let regions = plans.div_ceil(CHILDREN).max(1);
    let mut dimensions = String::from(
        "region:\n  title: 區域\n  values:\n    - id: all\n      title: 全國\n      children:\n",
    );
    for region in 0..regions {
        let _ = writeln!(dimensions, "        - {{ id: r{region}, title: 第{region}區 }}");
    }
    dimensions.push_str("channel: { title: 渠道, values: [{ id: ka, title: 賣場 }, { id: dealer, title: 代理商 }, { id: shop, title: 專賣店 }] }\n");
    let mut files = vec![
        ("planpress.yaml".into(), "title: 大站\nlanguage: zh-Hant\n".into()),
        (
            "metrics.yaml".into(),
            "revenue: { title: 銷售額, unit: 元, kind: flow, display: 萬元 }\nunits: { title: 銷量, unit: 套, kind: flow }\n".into(),
        ),
        ("dimensions.yaml".into(), dimensions),
        ("schemas/regional.yaml".into(), SCHEMA.into()),
    ];
    files.extend(
        (0..plans).map(|index| (format!("plans/r{}/plan-{index}.md", index / CHILDREN), plan(index, plans))),
    );
    files
}

fn plan(index: usize, plans: usize) -> String {
    let mut random = Random(index as u64 + 1);
    let first = index - index % CHILDREN;
    let children = (plans - first).min(CHILDREN) - 1;
    let is_parent = index == first;
    let revenue = if is_parent && children > 0 { children * 100 } else { 100 };
    let owner = random.pick(&OWNERS);
    let region = index / CHILDREN;
    let mut text = format!(
        "---\nkind: regional\ntitle: 第{index}號區域計劃\nstatus: active\nperiod: 2026\nowner: {owner}\nregion: r{region}\n"
    );
    if !is_parent {
        let _ = writeln!(text, "parent: plan-{first}");
    }
    let _ =
        writeln!(text, "tags: [{}]\ntargets: {{ revenue: {revenue}萬元 }}\n---\n", random.pick(&SUBJECTS));
    let _ = writeln!(text, "## 一、市場分析\n");
    for _ in 0..3 {
        let _ = writeln!(text, "{}參見 [[plan-{}]]。\n", random.paragraph(3), random.next() as usize % plans);
    }
    let _ = writeln!(text, "## 二、工作規劃\n");
    for number in 1..=6 {
        let (owner, month) = (random.pick(&OWNERS), number + 3);
        let _ = writeln!(
            text,
            "{number}. **{}：**{}@{owner} 截止 2026-{month:02}-28",
            random.pick(&SUBJECTS),
            random.sentence()
        );
    }
    let _ = writeln!(
        text,
        "\n## 三、季度分解\n\n| 渠道 | 2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | 合計 |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    );
    let mut sums = [0u64; 4];
    for channel in ["賣場", "代理商", "專賣店"] {
        let cells: Vec<u64> = sums.iter_mut().map(|sum| add(sum, random.next() % 400 + 100)).collect();
        let _ = writeln!(
            text,
            "| {channel} | {} | {} | {} | {} | {} |",
            cells[0],
            cells[1],
            cells[2],
            cells[3],
            cells.iter().sum::<u64>()
        );
    }
    let total: u64 = sums.iter().sum();
    let _ = writeln!(text, "| 合計 | {} | {} | {} | {} | {total} |\n", sums[0], sums[1], sums[2], sums[3]);
    let _ = writeln!(text, "## 四、措施\n");
    for _ in 0..6 {
        let _ = writeln!(text, "{}\n", random.paragraph(3));
    }
    let _ = writeln!(text, "## 五、檢討\n\n{}", random.paragraph(2));
    text
}

fn add(sum: &mut u64, value: u64) -> u64 {
    *sum += value;
    value
}
