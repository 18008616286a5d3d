//! The program is killed while it imports or undoes: a batch is all there or not at all, and work goes on. `TIENDO_KILLS=200` kills more often.

use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tiendo::access::Actor;
use tiendo::progress::verify;

use super::ground::Ground;
use crate::roster::steps::LOADED;
use crate::roster::villagers::{Dice, Villager, csv};
use crate::support::raw;

/// Two pieces of a batch.
const PEOPLE: u32 = 600;
const IMPORT: &str = "roster import list.csv --campaign cam-ngoc-2023 --unit cam-ngoc --as-of 2023-06-12 --yes";

/// How often an import is killed.
pub fn kills() -> u32 {
    std::env::var("TIENDO_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(20)
}

fn in_a_file() -> Ground {
    with_list(Ground::in_a_file(&LOADED))
}

fn on_a_server() -> Option<Ground> {
    Ground::on_a_server(&LOADED).map(with_list)
}

fn with_list(ground: Ground) -> Ground {
    let people: Vec<Villager> = (0..PEOPLE).map(Villager::new).collect();
    std::fs::write(ground.desk.path("list.csv"), csv(&people)).unwrap();
    ground
}

impl Ground {
    fn number(&self, query: &str) -> i64 {
        raw::number(&self.db, &format!("SELECT count(*) AS value FROM {query}"))
    }

    /// Whether the people are there: all of them with everything, or nobody.
    fn imported(&self) -> bool {
        let people = self.number("person");
        assert!(people == 0 || people == i64::from(PEOPLE), "{people} of {PEOPLE} people");
        let there = people > 0;
        assert_eq!(self.number("import_batch WHERE state = 'committed'"), i64::from(there));
        for table in ["listing", "milestone_event", "enrollment", "name_token", "import_before", "unit_roster"] {
            assert_eq!(self.number(table) > 0, there, "{table}");
        }
        assert!(verify(&self.db, &Actor::operator()).unwrap().is_sound());
        there
    }

    /// Waits until the batch is previewed, so that what follows is its commit; or until the program has ended.
    fn wait_for_preview(&self, child: &mut Child) {
        while self.number("import_batch WHERE state = 'previewed'") == 0 && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(2));
        }
    }
}

/// How long an import takes to its preview, and from there to its end.
fn times(ground: &Ground) -> (Duration, Duration) {
    let begin = Instant::now();
    let mut child = ground.start(IMPORT);
    ground.wait_for_preview(&mut child);
    let previewed = begin.elapsed();
    assert!(child.wait().unwrap().success());
    (previewed, begin.elapsed() - previewed)
}

pub fn part_of(dice: &mut Dice, whole: Duration) -> Duration {
    whole * dice.below(1000) / 1000
}

/// Kills one import, every other time during its commit; then imports again.
fn kill_import(ground: &Ground, seed: u32, reading: Duration, committing: Duration) -> bool {
    let mut dice = Dice::new(u64::from(seed));
    let mut child = ground.start(IMPORT);
    if seed.is_multiple_of(2) {
        sleep(part_of(&mut dice, reading));
    } else {
        ground.wait_for_preview(&mut child);
        sleep(part_of(&mut dice, committing));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let there = ground.imported();
    if !there {
        ground.desk.run(&format!("{IMPORT} --json")).json();
        assert!(ground.imported(), "seed {seed}: the next import works");
    }
    there
}

#[test]
fn a_killed_import_in_a_file_is_all_or_nothing() {
    let (reading, committing) = times(&in_a_file());
    let there: Vec<bool> = (0..kills()).map(|seed| kill_import(&in_a_file(), seed, reading, committing)).collect();
    assert!(there.contains(&false), "no kill came in time");
}

#[test]
fn a_killed_import_on_a_server_is_all_or_nothing() {
    let Some(ground) = on_a_server() else { return };
    let (reading, committing) = times(&ground);
    for seed in 0..kills() / 4 {
        kill_import(&on_a_server().unwrap(), seed, reading, committing);
    }
}

#[test]
fn a_killed_undo_is_all_or_nothing() {
    let ground = in_a_file();
    let import = || ground.desk.run(&format!("{IMPORT} --json")).json()["files"][0]["batch"].as_i64().unwrap();
    let begin = |batch: i64| ground.start(&format!("roster undo {batch}"));
    let mut batch = import();
    let started = Instant::now();
    assert!(begin(batch).wait().unwrap().success());
    let whole = started.elapsed();
    assert!(!ground.imported());
    let mut survived = 0;
    for seed in 0..kills() / 2 {
        if !ground.imported() {
            batch = import();
        }
        let mut child = begin(batch);
        sleep(part_of(&mut Dice::new(u64::from(seed)), whole));
        child.kill().unwrap();
        child.wait().unwrap();
        survived += u32::from(ground.imported());
    }
    assert_eq!(ground.desk.run("verify").code, 0);
    assert!(survived > 0, "no kill came in time");
    if ground.imported() {
        assert_eq!(ground.desk.run(&format!("roster undo {batch} --json")).json()["removed"], PEOPLE);
        assert!(!ground.imported());
    }
}
