//! Languages of the interface. Apart, because titles of periods and configuration both speak them.

/// An interface language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    ZhHans,
    /// Traditional Chinese.
    ZhHant,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::En, Self::ZhHans, Self::ZhHant];

    /// The language of a code, whatever its case: `en`, `zh-Hans`, `zh-Hant`.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code.trim()))
    }

    /// The code as it stands in `lang` attributes: `zh-Hant`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
        }
    }

    /// What to say of a code that [`Language::parse`] does not know.
    pub fn hint(code: &str) -> String {
        let code = code.trim().to_lowercase().replace('_', "-");
        let meant = match code.as_str() {
            "zh" | "chinese" | "中文" => "write `zh-Hans` (Simplified) or `zh-Hant` (Traditional)",
            "zh-tw" | "zh-hk" | "zh-mo" | "zht" | "繁體中文" | "繁体中文" | "正體中文" => {
                "write `zh-Hant`"
            }
            "zh-cn" | "zh-sg" | "zhs" | "简体中文" | "簡體中文" => "write `zh-Hans`",
            _ if code.starts_with("en") => "write `en`",
            _ => "known: en, zh-Hans, zh-Hant",
        };
        meant.to_owned()
    }
}
