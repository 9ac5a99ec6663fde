//! What other programs read, held against what others have published: SARIF against its schema, the JSON
//! Schemas of kinds against the meta-schema and, by an independent validator, against front matter.

use crate::{rules, support};
use jsonschema::Validator;
use planpress::check::RULES;
use planpress::diagnostic::Severity;
use planpress::pipeline::{self, Loaded, MemoryTree, Options, Tree};
use planpress::report::{self, Format, Style};
use planpress::schema;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn loaded(tree: &dyn Tree) -> Loaded {
    let options = Options { today: jiff::civil::date(2026, 6, 30), drafts: true };
    pipeline::load(tree, options).map_err(|fatal| fatal.0).unwrap()
}

/// What a validator says of a value.
fn faults(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn sarif_is_as_published() {
    let text = include_str!("published/sarif-schema-2.1.0.json");
    // The published pattern of languages has a bracket too many for strict readers of patterns.
    let text = text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let published: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&published).unwrap();
    let mut spoken: BTreeSet<String> = BTreeSet::new();
    let mut check = |loaded: &Loaded| {
        let findings = &loaded.findings;
        let sarif = report::render(findings, &loaded.summary(findings), Style::plain(Format::Sarif));
        let log: Value = serde_json::from_str(&sarif).unwrap();
        assert_eq!(faults(&validator, &log), Vec::<String>::new(), "{sarif}");
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), findings.len());
        for (result, finding) in results.iter().zip(findings.iter()) {
            let named =
                &log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(named["id"], finding.rule);
            assert_eq!(result["suppressions"].is_array(), finding.is_suppressed());
        }
        spoken.extend(findings.iter().map(|finding| finding.rule.to_owned()));
    };
    // Every rule speaks in the examples of its documentation.
    for rule in RULES {
        for example in rules::examples(rule) {
            check(&rules::load(&example.text, &example.options));
        }
    }
    let odd = "---\nkind: 無\ntitle: \"\\u0007 {0} [a](1) \\\" & <\"\n---\n\n待定 🀄\u{2028}\u{feff}待定\n\n[[沒有 {1}]]\n";
    check(&loaded(&MemoryTree::new([
        ("planpress.yaml", "title: 站\n"),
        ("plans/計劃 100%#?.md", odd),
        ("plans/空.md", ""),
    ])));
    let mut silent = RULES.iter().map(|rule| rule.name).filter(|name| !spoken.contains(*name));
    assert_eq!(silent.next(), None, "all rules have spoken");
    // And the validator does see what is wrong.
    assert!(!faults(&validator, &json!({ "version": "2.1.0", "runs": [{ "results": [] }] })).is_empty());
}

/// The validators of all kinds of a site that plans may have.
fn kinds(loaded: &Loaded) -> BTreeMap<String, Validator> {
    let kinds = loaded.site.schemas.values().filter(|kind| !kind.is_abstract);
    let kinds = kinds.map(|kind| {
        let value = schema::json_schema(kind, &loaded.site.config);
        if let Err(error) = jsonschema::draft202012::meta::validate(&value) {
            panic!("{}: {error}\n{value:#}", kind.kind);
        }
        let validator = jsonschema::options().should_validate_formats(true).build(&value);
        (kind.kind.clone(), validator.unwrap_or_else(|error| panic!("{}: {error}\n{value:#}", kind.kind)))
    });
    kinds.collect()
}

/// Front matter as an editor reads it.
fn front(text: &str) -> Option<Value> {
    let rest = text.trim_start_matches('\u{feff}').strip_prefix("---")?.split_once('\n')?.1;
    let end = rest.find("\n---").map_or(rest, |end| &rest[..end + 1]);
    serde_yaml::from_str(end).ok().filter(Value::is_object)
}

#[test]
fn what_check_accepts_json_schema_accepts() {
    let mut seen = 0;
    let mut refused = String::new();
    let mut compare = |loaded: &Loaded, all: bool| {
        let kinds = kinds(loaded);
        for plan in loaded.site.plans.iter() {
            let source = &plan.document.source;
            let (Some(kind), Some(value)) = (&plan.schema, front(&source.text)) else { continue };
            let in_front = |offset: u32| {
                plan.document
                    .sections
                    .iter()
                    .find_map(|s| s.heading.as_ref())
                    .is_none_or(|h| offset < h.span.start)
            };
            let faulty = loaded.findings.iter().any(|finding| {
                finding.place.source.path == source.path
                    && finding.severity == Severity::Error
                    && in_front(finding.place.span.start)
            });
            if faulty && !all {
                continue;
            }
            seen += 1;
            let faults = faults(&kinds[&kind.kind], &value);
            if !faults.is_empty() {
                refused += &format!("{} ({}): {}\n{value}\n", source.path, kind.kind, faults.join("\n    "));
            }
        }
    };
    let files = crate::faults::sample();
    compare(&loaded(&MemoryTree::new(files)), true);
    for rule in RULES {
        for example in rules::examples(rule) {
            compare(&rules::load(&example.text, &example.options), false);
        }
    }
    assert!(refused.is_empty(), "{refused}");
    assert!(seen > 150, "{seen} plans were compared");
}

/// Front matter of the sample site with one fault each: what the fault is, the key, its new value.
const MUTATIONS: &[(&str, &str)] = &[
    ("kind", "\"other\""),
    ("kind", "null"),
    ("status", "\"aproved\""),
    ("status", "[\"draft\", 3]"),
    ("draft", "\"true\""),
    ("draft", "1"),
    ("date", "\"soon\""),
    ("date", "[\"2026-01-01\"]"),
    ("title", "{\"en\": \"x\"}"),
    ("title", "[\"x\"]"),
    ("lang", "\"fr\""),
    ("owner", "{\"name\": \"x\"}"),
    ("tags", "[[\"x\"]]"),
    ("period", "[2026]"),
    ("parent", "[\"a\", \"b\"]"),
    ("region", "\"atlantis\""),
    ("targets", "3"),
    ("targets", "{\"revenues\": \"1億元\"}"),
    ("targets", "{\"revenue\": [1]}"),
    ("targets", "[{\"metric\": \"revenue\"}]"),
    ("targets", "[{\"metric\": \"none\", \"value\": 1}]"),
    ("allow", "[\"placeholder\"]"),
    ("titel", "\"x\""),
];

#[test]
fn json_schema_sees_what_is_wrong() {
    let loaded = loaded(&MemoryTree::new(crate::faults::sample()));
    let kinds = kinds(&loaded);
    let mut missed = Vec::new();
    let mut count = 0;
    for plan in loaded.site.plans.iter() {
        let kind = plan.schema.as_ref().unwrap();
        let value = front(&plan.document.source.text).unwrap();
        let published = schema::json_schema(kind, &loaded.site.config);
        let mut see = |changed: &Value, what: String| {
            count += 1;
            if kinds[&kind.kind].is_valid(changed) {
                missed.push(format!("{} of {}", what, plan.document.source.path));
            }
        };
        for (key, text) in MUTATIONS {
            let mut changed = value.clone();
            changed[*key] = serde_json::from_str(text).unwrap();
            see(&changed, format!("{key}: {text}"));
        }
        for key in published["required"].as_array().unwrap() {
            let mut changed = value.clone();
            changed.as_object_mut().unwrap().remove(key.as_str().unwrap());
            see(&changed, format!("no {key}"));
        }
        for (key, property) in published["properties"].as_object().unwrap() {
            if value.get(key).is_some() && property.get("enum").is_some() {
                let mut changed = value.clone();
                changed[key] = json!("no such word");
                see(&changed, format!("unknown word in {key}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} of {count}: {}", missed.len(), missed.join("\n"));
    assert!(count > 500, "{count} changes were made");
}

#[test]
fn the_command_writes_the_same_schema() {
    let sample = support::sample();
    let run = |kind: &str| {
        let arguments = ["--site", sample.to_str().unwrap(), "schema", kind, "--json-schema"];
        serde_json::from_str::<Value>(&support::planpress(&sample, &arguments).exits(0).out).unwrap()
    };
    let loaded = loaded(&MemoryTree::new(crate::faults::sample()));
    let kind = &loaded.site.schemas["regional-annual"];
    assert_eq!(run("regional-annual"), schema::json_schema(kind, &loaded.site.config));
}
