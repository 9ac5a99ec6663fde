//! The data files of the sample site: the descriptor names them all and describes their columns as they
//! are, and every number of a page can be followed to the line where it was written.

use crate::support::{built, files, sample};
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

fn build() -> BTreeMap<String, Vec<u8>> {
    files(built()).into_iter().collect()
}

fn parsed(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Value {
    serde_json::from_slice(&files[path]).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What the Data Package specification (v1) asks of a descriptor and its resources.
#[test]
fn the_data_package_describes_every_file_as_it_is() {
    let files = build();
    let package = parsed(&files, "data/datapackage.json");
    let name = Regex::new("^[a-z0-9._-]+$").unwrap();
    assert!(name.is_match(package["name"].as_str().unwrap()));
    assert_eq!(package["profile"], "data-package");
    let mut named = BTreeSet::new();
    let mut described = BTreeSet::from(["data/datapackage.json".to_string()]);
    for resource in package["resources"].as_array().unwrap() {
        let id = resource["name"].as_str().unwrap();
        assert!(name.is_match(id) && named.insert(id), "{id}");
        let path = format!("data/{}", resource["path"].as_str().unwrap());
        let bytes = files.get(&path).unwrap_or_else(|| panic!("{path} is there"));
        assert_eq!(resource["encoding"], "utf-8");
        match resource["format"].as_str().unwrap() {
            "json" => drop(parsed(&files, &path)),
            "csv" => check_csv(&path, bytes, &resource["schema"]),
            other => panic!("{path}: {other}"),
        }
        described.insert(path);
    }
    // Each table is there as JSON too, which needs no description of columns.
    let left: Vec<&String> = files
        .keys()
        .filter(|path| path.starts_with("data/") && !described.contains(*path))
        .filter(|path| !described.contains(&path.replace(".json", ".csv")))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// The descriptor against the schemas that the specification publishes.
#[test]
fn the_data_package_is_as_published() {
    let schema = |text: &str| jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap();
    let whole = schema(include_str!("published/data-package.json"));
    let tabular = schema(include_str!("published/tabular-data-resource.json"));
    let package = parsed(&build(), "data/datapackage.json");
    let faults = |validator: &jsonschema::Validator, value: &Value| -> Vec<String> {
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    };
    assert_eq!(faults(&whole, &package), Vec::<String>::new());
    let resources = package["resources"].as_array().unwrap();
    let tables: Vec<&Value> =
        resources.iter().filter(|resource| resource["profile"] == "tabular-data-resource").collect();
    assert!(tables.len() > 50, "{}", tables.len());
    for table in tables {
        assert_eq!(faults(&tabular, table), Vec::<String>::new(), "{}", table["path"]);
        assert!(table["schema"]["fields"].as_array().is_some_and(|fields| !fields.is_empty()));
    }
    // The schemas are more than a form that takes anything.
    assert!(!faults(&whole, &serde_json::json!({ "resources": [] })).is_empty());
    let broken = serde_json::json!({ "name": "A b", "path": "x.csv", "schema": { "fields": [{}] } });
    assert!(!faults(&tabular, &broken).is_empty());
}

fn check_csv(path: &str, bytes: &[u8], schema: &Value) {
    let mut reader = csv::Reader::from_reader(bytes);
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let fields = schema["fields"].as_array().unwrap();
    let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(head, names, "{path}");
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{path}: names are unique");
    let number = Regex::new(r"^-?\d+(\.\d+)?$").unwrap();
    for row in reader.records().map(Result::unwrap) {
        for (field, cell) in fields.iter().zip(row.iter()) {
            let fits = match field["type"].as_str().unwrap() {
                "number" => number.is_match(cell),
                "integer" => cell.parse::<u64>().is_ok(),
                "boolean" => ["true", "false"].contains(&cell),
                "date" => cell.parse::<jiff::civil::Date>().is_ok(),
                _ => true,
            };
            assert!(cell.is_empty() || fits, "{path}: {} {cell}", field["name"]);
        }
    }
}

/// Every statement of `statements.json` stands where it says, in the words that it says; its plan is one of
/// `plans.json`, its unit and its period are listed, and the numbers of a table name it by its index.
#[test]
fn every_statement_stands_at_its_place() {
    let files = build();
    let statements = parsed(&files, "data/statements.json");
    let (units, periods) = (&statements["units"], &statements["periods"]);
    let statements = statements["statements"].as_array().unwrap();
    assert!(statements.len() > 400, "{}", statements.len());
    let plans = parsed(&files, "data/plans.json");
    let plans: BTreeMap<&str, &serde_json::Value> =
        plans["plans"].as_array().unwrap().iter().map(|plan| (plan["id"].as_str().unwrap(), plan)).collect();
    let pages: BTreeMap<&String, String> =
        files.iter().map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned())).collect();
    for statement in statements {
        let plan = statement["plan"].as_str().map(|plan| plans[plan]);
        let file = statement["file"].as_str().unwrap_or_else(|| plan.unwrap()["path"].as_str().unwrap());
        assert!(units[statement["metric"].as_str().unwrap()].is_string(), "{statement}");
        let days = statement["period"].as_str().map(|period| periods[period].as_array().unwrap().len());
        assert!(days.is_none_or(|days| days == 2), "{statement}");
        let text = fs::read_to_string(sample().join(file)).unwrap();
        let line = text.lines().nth(statement["line"].as_u64().unwrap() as usize - 1).unwrap();
        let from: String = line.chars().skip(statement["column"].as_u64().unwrap() as usize - 1).collect();
        let words = statement["text"].as_str().unwrap();
        assert!(
            from.trim_start_matches(['"', '\'']).starts_with(words),
            "{file}: `{from}` begins with `{words}`"
        );
        if let Some(anchor) = statement["anchor"].as_str() {
            let page = &pages[&plan.unwrap()["url"].as_str().unwrap().to_owned()];
            assert!(page.contains(&format!("id=\"{anchor}\"")), "{statement}");
        }
    }
    let table = parsed(&files, "data/targets/units.json");
    let mut named = 0;
    for number in table["numbers"].as_array().unwrap() {
        for part in number["parts"].as_array().into_iter().flatten() {
            assert_eq!(statements[part.as_u64().unwrap() as usize]["metric"], "units", "{number}");
            named += 1;
        }
    }
    assert!(named > 10, "{named}");
}
