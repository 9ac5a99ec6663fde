//! The ninety faults, plan by plan.

use super::Edit::{Cut, Put, Swap};
use super::Fault;

/// A plan of each kind of the nine source plans, with ten faults.
pub(crate) const PLANS: &[(&str, &[Fault])] = &[
    (
        "plans/web/web-summary-2026.md",
        &[
            Fault(Cut("## 二、不足與改進", "## 三、"), "missing-section", "一、年度工作情況"),
            Fault(Put("months: 9", "months: 13"), "invalid-value", "13"),
            Fault(Put("joined: 2026-04-15", "joined: 2026-04-31"), "invalid-date", "2026-04-31"),
            Fault(
                Put("reviews: [web-sales-2026]", "reviews: [web-sale-2026]"),
                "broken-link",
                "web-sale-2026",
            ),
            Fault(Put("opens: [web-sales-2027]\n", ""), "missing-relation", "work-summary"),
            Fault(
                Put("5. 抓住每一次諮詢，按月完成銷售任務；具體數字寫在[[web-sales-2027]]。\n", ""),
                "list-length",
                "主動學習推廣方法，郵件、社群和短文各做一個小試驗，留下有效的那一種。",
            ),
            Fault(Put("**改進：**先專攻", "先專攻"), "missing-label", "（二）知識面窄"),
            Fault(Put("### 2、熟悉項目流程", "### 2、熟悉項目流成"), "misspelt-section", "2、熟悉項目流成"),
            Fault(Put("owner: 許安\n", ""), "missing-field", "work-summary"),
            Fault(Put("入職頭兩週把考勤、報銷", "入職頭****把考勤、報銷"), "placeholder", "****"),
        ],
    ),
    (
        "plans/health/health-strategy-2026.md",
        &[
            Fault(Cut("### （五）宣傳由講療效", "## 二、"), "repeat-count", "一、市場趨勢"),
            Fault(
                Put(
                    "- j. 在全國性調查裡，41.7 % 的受訪婦女從未參加過婦女病普查，宣傳要與社區篩查一起做。\n",
                    "",
                ),
                "list-length",
                "a. 願意為看得見的檢測報告多付一兩成價錢。",
            ),
            Fault(Put("2.5907億元 | 20.5%", "2.5907億元 | 21.5%"), "growth-mismatch", "21.5%"),
            Fault(Put("520人 | 45%", "520人 | 40%"), "weight-sum", "20%"),
            Fault(Put("price_band: 200–400元", "price_band: 400–200元"), "invalid-quantity", "400–200元"),
            Fault(Put("| 絕經年齡 | 農村女性 |", "| 絕經年紀 | 農村女性 |"), "unknown-metric", "絕經年紀"),
            Fault(
                Put("絕經年齡 | 農村女性 | 47.5歲", "絕經年齡 | 農村女性 | 47.5元"),
                "unit-mismatch",
                "47.5元",
            ),
            Fault(Put("服用目的在於緩和潮熱", "服用可以根治潮熱"), "text-pattern", "根治"),
            Fault(Swap("## 六、產品功效", "## 七、包裝", "## 八、"), "section-order", "六、產品功效"),
            Fault(
                Put("[[launch-2027|新品上市營銷計劃]]", "[[launch-2028|新品上市營銷計劃]]"),
                "broken-link",
                "[[launch-2028|新品上市營銷計劃]]",
            ),
        ],
    ),
    (
        "plans/health/launch-2027.md",
        &[
            Fault(Put("| 總銷售量 | 12萬盒 | |", "| 總銷售量 | ****萬盒 | |"), "placeholder", "****"),
            Fault(Cut("| 毛利 | 1,056萬元 | |\n", "| 品類占有率"), "missing-target", "marketing-plan"),
            Fault(Put("### （三）機會", "### （三）外部機遇"), "missing-section", "（二）劣勢"),
            Fault(Put("| 備用金 | 20萬元 | 5.6% |", "| 備用金 | 25萬元 | 5.6% |"), "sum-mismatch", "25萬元"),
            Fault(
                Put("| 形象廣告 | 150萬元 | 41.7% |", "| 形象廣告 | 150萬元 | 44.7% |"),
                "share-mismatch",
                "44.7%",
            ),
            Fault(
                Put(
                    "| 顧問培訓與話術審核 | 郭靜 | 2027-02-15 |",
                    "| 顧問培訓與話術審核 | 郭靜 | 2027-02-29 |",
                ),
                "invalid-date",
                "2027-02-29",
            ),
            Fault(Put("product: isoflavone", "product: isoflavon"), "invalid-value", "isoflavon"),
            Fault(Put("tags: [健康產品, 上市]", "tag: [健康產品, 上市]"), "unknown-field", "tag"),
            Fault(
                Put("- 銷售隊伍習慣賣藥，不習慣講生活方式。\n- 包裝線產能有限，旺月要提前一個月排產。\n", ""),
                "list-length",
                "品牌在這個品類裡沒有知名度。",
            ),
            Fault(
                Put("| 行動 | 負責人 | 截止 |", "| 行動 | 主管 | 截止 |"),
                "missing-column",
                "| 行動 | 主管 | 截止 |",
            ),
        ],
    ),
    (
        "plans/process/customer-process.md",
        &[
            Fault(
                Put("12. **跟蹤服務：**成交後第一、第三、第六個月回訪，下一條線索往往就從這裡來。\n", ""),
                "list-length",
                "**收集線索：**工地、機手、老用戶、修理店和同行都是來源；每週至少親自跑三個停機場，回來當天錄入系統。",
            ),
            Fault(Put("4. **訪前準備：**", "5. **訪前準備：**"), "list-order", "5."),
            Fault(Put("| 不強 | 三類：多請看機、試機，慢慢促成 |", "| 不強 | |"), "empty-cell", ""),
            Fault(Put("version: '1.2'", "version: '1.x'"), "invalid-value", "'1.x'"),
            Fault(Put("## 三、客戶分類", "## 三、客戶分类法"), "misspelt-section", "三、客戶分类法"),
            Fault(
                Put("[九月十六日](visit-2026-09-16.md)", "[九月十六日](visit-2026-09-17.md)"),
                "broken-link",
                "[九月十六日](visit-2026-09-17.md)",
            ),
            Fault(Put("status: approved", "status: aproved"), "invalid-value", "aproved"),
            Fault(Put("## 四、計劃節奏", "## 五、計劃節奏"), "heading-number", "五、"),
            Fault(
                Put("| 購買意向 | 資金雄厚 | 資金較弱 |", "| 購買意向 | 資金雄厚 | 資金一般 |"),
                "missing-column",
                "| 購買意向 | 資金雄厚 | 資金一般 |",
            ),
            Fault(Put("kind: customer-process", "kind: customer-proces"), "unknown-kind", "customer-proces"),
        ],
    ),
    (
        "plans/changsha/changsha-2026.md",
        &[
            Fault(Cut("## 六、費用預算", "## 七、"), "missing-section", "五、團隊建設"),
            Fault(Swap("## 三、目標分解", "## 四、月度分解", "## 五、"), "section-order", "三、目標分解"),
            Fault(Put("code: CS-2026", "code: CS-26"), "invalid-value", "CS-26"),
            Fault(
                Put("年任務先分到月，再分到週和日", "年任務先分到月，再分到**待定**"),
                "placeholder",
                "待定",
            ),
            Fault(Put("parent: national-2026", "parent: natoinal-2026"), "broken-link", "natoinal-2026"),
            Fault(
                Put("| 銷售額 | 2026-Q4 | 1,600萬元 |", "| 銷售額 | 2026-Q4 | 1,700萬元 |"),
                "sum-mismatch",
                "1億元",
            ),
            Fault(
                Put("2026年11月1日—2026年11月30日", "2026年11月1日—2026年12月1日"),
                "phase-overlap",
                "第四階段：全城鋪開（2026年12月1日—2027年2月28日）",
            ),
            Fault(
                Put("每月最後一天實測一次，成績與當月獎金掛鉤。", "[驗收](#驗收)每月最後一天做一次。"),
                "broken-anchor",
                "[驗收](#驗收)",
            ),
            Fault(Put("| 代理商 | 450 | 350 |", "| 代理商 | 455 | 350 |"), "sum-mismatch", "455"),
            Fault(
                Put("再考一次才定崗。", "再考一次才定崗。<script>alert(1)</script>"),
                "raw-html",
                "<script>",
            ),
        ],
    ),
    (
        "plans/shenzhen/shenzhen-2026.md",
        &[
            Fault(
                Put("（2027年2月1日—2027年2月28日）", "（2027年2月1日—2027年2月29日）"),
                "invalid-date",
                "2027年2月29日",
            ),
            Fault(
                Put("2026年9月1日—2027年1月31日", "2026年9月1日—2027年2月5日"),
                "phase-overlap",
                "第三階段：實測與補位（2027年2月1日—2027年2月28日）",
            ),
            Fault(
                Put("2026年8月1日—2026年8月31日", "2026年8月1日—2026年8月29日"),
                "phase-gap",
                "第二階段：輪訓（2026年9月1日—2027年1月31日）",
            ),
            Fault(Put("region: shenzhen", "region: shenzen"), "invalid-value", "shenzen"),
            Fault(Put("  units: 5萬套\n", "  units: 5萬台\n"), "unit-mismatch", "5萬台"),
            Fault(
                Put("@趙磊 截止 2026-10-31", "截止 2026-10-31"),
                "missing-owner",
                "**門店改造：**把原來的牆面陳列換成可以開機聽噪音的體驗位，先改七家賣場。截止 2026-10-31",
            ),
            Fault(
                Put("詳見[[shenzhen-2026#團隊建設]]", "詳見[[shenzhen-2026#團隊重建]]"),
                "broken-anchor",
                "[[shenzhen-2026#團隊重建]]",
            ),
            Fault(
                Put(
                    "requires: [customer-process]",
                    "requires: [customer-process]\nrequires: [customer-process]",
                ),
                "duplicate-field",
                "requires",
            ),
            Fault(Cut("### 第三階段：實測與補位", "### 第四階段"), "repeat-count", "五、團隊建設"),
            Fault(Put("| 項目 | 金額 | 占比 |", "| 名目 | 金額 | 占比 |"), "missing-column", "名目"),
        ],
    ),
    (
        "plans/pharmacy/pharmacy-contest-2026.md",
        &[
            Fault(
                Put(
                    "| 小禮品 | 0.8元 | 10,000 | 9 | 72,000元 | 12.7% |",
                    "| 小禮品 | 0.9元 | 10,000 | 9 | 72,000元 | 12.7% |",
                ),
                "product-mismatch",
                "72,000元",
            ),
            Fault(
                Put("| 不可預知費用 | 8萬元 | 6.5% |", "| 不可預知費用 | 8萬元 | 7.5% |"),
                "share-mismatch",
                "7.5%",
            ),
            Fault(
                Put("| 合計 | 123.17萬元 | 100.0% |", "| 合計 | 132.17萬元 | 100.0% |"),
                "sum-mismatch",
                "132.17萬元",
            ),
            Fault(Put("group-second: 6400家", "group-second: 6500家"), "sum-mismatch", "17200家"),
            Fault(Put("top_score: 60", "top_score: 40"), "rule", "40"),
            Fault(Put("entry_score: 45", "entry_score: 四十五分"), "invalid-value", "四十五分"),
            Fault(
                Put("（2027年3月1日—2027年3月31日）", "（2027年3月1日—2027年4月10日）"),
                "phase-outside-period",
                "第三階段：全面領先（2027年3月1日—2027年4月10日）",
            ),
            Fault(Put("## 五、計分辦法", "## 五、計分辨法"), "misspelt-section", "五、計分辨法"),
            Fault(
                Put("#audience|健康產品", "#audiences|健康產品"),
                "broken-anchor",
                "[[health-strategy-2026#audiences|健康產品的目標人群]]",
            ),
            Fault(
                Put("流程告知書貼在收銀台內側。@許安 截止 2027-04-10", "流程告知書貼在收銀台內側。@許安"),
                "missing-due",
                "**獎品到手：**店員憑身份證簽收，流程告知書貼在收銀台內側。@許安",
            ),
        ],
    ),
    (
        "plans/car/car-adviser-2026-h1-review.md",
        &[
            Fault(
                Put("\n## 一、數據分析", "\n先說一句。\n\n## 一、數據分析"),
                "unexpected-text",
                "先說一句。",
            ),
            Fault(Put("  cars: 78台", "  cars: 77台"), "sum-mismatch", "77台"),
            Fault(Put("| 售車 | 2026-06 | 18台 |", "| 售車 | 2026-13 | 18台 |"), "invalid-period", "2026-13"),
            Fault(Put("date: 2026-07-12", "date: 2026-07-32"), "invalid-date", "2026-07-32"),
            Fault(Put("actuals:\n", "targets: { cars: 72台 }\nactuals:\n"), "disallowed-target", "cars"),
            Fault(
                Put("metrics: [cars]\nrows: quarter\n", "metrics: [car]\nrows: quarter\n"),
                "invalid-view",
                "car",
            ),
            Fault(
                Put("reviews: [car-adviser-2026]", "reviews: [health-strategy-2026]"),
                "wrong-relation-kind",
                "health-strategy-2026",
            ),
            Fault(Cut("### （二）培訓所得", "### （三）同事與上司"), "missing-section", "（一）自己的琢磨"),
            Fault(
                Put("三組之間曾為一位轉介客戶的歸屬爭執，後來定下「先登記者優先」，再沒有發生過。", ""),
                "text-length",
                "（一）與同事",
            ),
            Fault(Put("tags: [汽車, 總結]", "tags: [汽車, 總結"), "invalid-front-matter", "["),
        ],
    ),
    (
        "plans/bank/bank-2026-h2.md",
        &[
            Fault(
                Put("    value: ≥358,001戶\n    weight: 40%", "    value: ≥358,001戶\n    weight: 50%"),
                "weight-sum",
                "30%",
            ),
            Fault(
                Put(
                    "| 新開對公結算賬戶 | 網點櫃面 | ≥158,001戶 |",
                    "| 新開對公結算賬戶 | 網點櫃面 | ≥158,00l戶 |",
                ),
                "invalid-quantity",
                "≥158,00l戶",
            ),
            Fault(Put("period: 2026-H2", "period: 2026"), "invalid-value", "2026"),
            Fault(
                Put(
                    "| 攻堅、清空戶與複核 | 2026-11-01 | 2026-12-31 | 郭靜 |",
                    "| 攻堅、清空戶與複核 | 2026-11-01 | 2027-01-15 | 郭靜 |",
                ),
                "phase-outside-period",
                "攻堅、清空戶與複核 | 2026-11-01 | 2027-01-15",
            ),
            Fault(Put("## （五）流程與風險", "## （六）流程與風險"), "heading-number", "（六）"),
            Fault(
                Put("## （一）分群營銷\n", "## （一）分群營銷\n\n## （二）分群營銷\n"),
                "duplicate-section",
                "（二）分群營銷",
            ),
            Fault(
                Put("  - metric: cash_customers\n    value", "  - metric: cash_customer\n    value"),
                "unknown-metric",
                "cash_customer",
            ),
            Fault(
                Put("| 階段 | 開始 | 結束 | 負責人 |", "| 階段 | 起 | 結束 | 負責人 |"),
                "missing-column",
                "| 階段 | 起 | 結束 | 負責人 |",
            ),
            Fault(Cut("| 新產品 | 負責人 | 上線 | 完成 |", "現金池原定"), "missing-table", "（三）產品創新"),
            Fault(Put("summary: 下半年", "summary: 年底: 下半年"), "invalid-front-matter", ":"),
        ],
    ),
];
