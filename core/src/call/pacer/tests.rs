//! The rules of the pacer one by one. What holds of any number of calls together is in `tests/pacer.rs`.

use super::*;
use crate::call::WaitReason;

const SECOND: u64 = 1_000;
const HOUR: u64 = 3_600 * SECOND;
/// When the clocks of these calls begin.
const NOW: u64 = 1_000 * HOUR;

const EXTRA: RateBucket = RateBucket { name: "extra_data", per_minute: 10 };

fn pacer(requests_per_second: f64) -> Result<Pacer, Error> {
    Pacer::new(requests_per_second)
}

fn seats(pacer: &Pacer, count: usize) -> Vec<Seat> {
    (0..count).map(|_| Seat::new(pacer.clone(), None)).collect()
}

/// For how long to wait; `None` for one that sends.
fn wait(seat: &mut Seat, told_ms: u64) -> Option<u64> {
    match seat.turn(told_ms) {
        Turn::Now(_) => None,
        Turn::Later { wait_ms, .. } => Some(wait_ms),
    }
}

fn waits(seats: &mut [Seat], told_ms: u64) -> Vec<Option<u64>> {
    seats.iter_mut().map(|seat| wait(seat, told_ms)).collect()
}

#[test]
fn refuses_rates_that_are_no_rates() {
    for rate in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -f64::MIN_POSITIVE] {
        let field = pacer(rate).err().and_then(|error| error.field().map(str::to_owned));
        assert_eq!(field.as_deref(), Some("requests_per_second"), "{rate}");
    }
}

#[test]
fn spaces_requests_evenly() -> Result<(), Error> {
    for (rate, spacing) in [(10.0, 100), (60.0, 17), (300.0, 4), (1_000.0, 1), (0.5, 2_000), (1e-30, u64::MAX)] {
        let mut seats = seats(&pacer(rate)?, 2);
        assert_eq!(waits(&mut seats, NOW), [None, Some(spacing)], "{rate}");
    }
    assert_eq!(waits(&mut seats(&pacer(0.0)?, 3), NOW), [None; 3]);
    Ok(())
}

#[test]
fn a_pace_that_milliseconds_cannot_tell_has_several_places_at_once() -> Result<(), Error> {
    let mut seats = seats(&pacer(2_500.0)?, 5);
    assert_eq!(waits(&mut seats, NOW), [None, None, Some(1), Some(1), Some(2)]);
    assert_eq!(waits(seats.get_mut(2..).unwrap_or_default(), NOW + 1), [None, None, Some(1)]);
    Ok(())
}

#[test]
fn nothing_is_saved_up() -> Result<(), Error> {
    for later in [60 * SECOND, 24 * HOUR] {
        let pacer = pacer(10.0)?;
        assert_eq!(waits(&mut seats(&pacer, 1), NOW), [None]);
        assert_eq!(waits(&mut seats(&pacer, 3), NOW + later), [None, Some(100), Some(200)]);
    }
    // Nor by those that wait and come late.
    let mut seats = seats(&pacer(10.0)?, 600);
    waits(&mut seats, NOW);
    let late = NOW + 60 * SECOND;
    assert_eq!(waits(&mut seats, late).iter().filter(|wait| wait.is_none()).count(), 1);
    Ok(())
}

#[test]
fn a_drained_queue_leaves_no_debt() -> Result<(), Error> {
    let pacer = pacer(10.0)?;
    let mut seats = seats(&pacer, 1_001);
    assert_eq!(waits(&mut seats, NOW).last(), Some(&Some(100 * SECOND)));
    seats.iter_mut().take(500).for_each(Seat::leave);
    drop(seats);
    assert_eq!(wait(&mut Seat::new(pacer, None), NOW + 100), None);
    Ok(())
}

#[test]
fn a_place_that_was_not_used_is_free_again() -> Result<(), Error> {
    let pacer = pacer(10.0)?;
    let (mut one, mut two) = (Seat::new(pacer.clone(), Some(EXTRA)), Seat::new(pacer, Some(EXTRA)));
    assert_eq!((wait(&mut one, NOW), wait(&mut two, NOW)), (None, Some(6 * SECOND)));
    one.give_back();
    assert_eq!((wait(&mut two, NOW), wait(&mut one, NOW)), (None, Some(6 * SECOND)));
    one.give_back();
    assert_eq!(wait(&mut one, NOW), Some(6 * SECOND), "given back twice");
    Ok(())
}

#[test]
fn a_cooldown_holds_everybody_back() -> Result<(), Error> {
    for rate in [0.0, 10.0] {
        let pacer = pacer(rate)?;
        let (mut asked, mut other) = (Seat::new(pacer.clone(), None), Seat::new(pacer, None));
        assert_eq!(wait(&mut asked, NOW), None);
        asked.cool_down(NOW, 5 * SECOND, false);
        let later = Turn::Later { wait_ms: 5 * SECOND - 1, why: WaitReason::RetryAfter };
        assert_eq!(other.turn(NOW + 1), later);
        assert_eq!(wait(&mut other, NOW + 5 * SECOND - 1), Some(1));
        assert_eq!(wait(&mut other, NOW + 5 * SECOND), None);
    }
    Ok(())
}

#[test]
fn once_a_cooldown_is_over_it_is_the_pace_that_calls_wait_for() -> Result<(), Error> {
    let pacer = pacer(10.0)?;
    let (mut asked, mut others) = (Seat::new(pacer.clone(), None), seats(&pacer, 2));
    assert_eq!(wait(&mut asked, NOW), None);
    assert_eq!(waits(&mut others, NOW), [Some(100), Some(200)]);
    asked.cool_down(NOW, 5 * SECOND, false);
    let why = |seat: Option<&mut Seat>, told_ms: u64| seat.map(|seat| seat.turn(told_ms));
    let later = |wait_ms, why| Some(Turn::Later { wait_ms, why });
    let last = others.last_mut();
    assert_eq!(why(last, NOW + SECOND), later(4_100, WaitReason::RetryAfter));
    for over in [5 * SECOND, 5 * SECOND + 1] {
        let wait_ms = NOW + 5_100 - (NOW + over);
        assert_eq!(why(others.last_mut(), NOW + over), later(wait_ms, WaitReason::Pacing));
    }
    Ok(())
}

#[test]
fn those_that_were_asked_to_wait_go_before_those_that_come_later() -> Result<(), Error> {
    let pacer = pacer(10.0)?;
    let (mut asked, mut others) = (Seat::new(pacer.clone(), None), seats(&pacer, 600));
    assert_eq!(wait(&mut asked, NOW), None);
    assert_eq!(waits(&mut others, NOW).first(), Some(&Some(100)));
    asked.cool_down(NOW + 50, 5 * SECOND, true);
    let over = NOW + 50 + 5 * SECOND;
    assert_eq!(waits(others.get_mut(..2).unwrap_or_default(), over), [Some(100), Some(200)], "overtake it");
    assert_eq!(wait(&mut asked, over), None);
    assert_eq!(waits(others.get_mut(..2).unwrap_or_default(), over + 100), [None, Some(100)]);
    Ok(())
}

#[test]
fn a_repeat_goes_before_the_new() -> Result<(), Error> {
    let pacer = pacer(10.0)?;
    let mut seats = seats(&pacer, 4);
    assert_eq!(waits(&mut seats, NOW), [None, Some(100), Some(200), Some(300)]);
    // The first one again.
    assert_eq!(waits(&mut seats, NOW + 20), [Some(80), Some(180), Some(280), Some(380)]);
    Ok(())
}

#[test]
fn who_does_not_come_is_overtaken_and_goes_first_when_he_comes() -> Result<(), Error> {
    let pacer = pacer(10.0)?;
    let mut seats = seats(&pacer, 5);
    waits(&mut seats, NOW);
    let [_, second, third, fourth, fifth] = seats.as_mut_slice() else { return Ok(()) };
    assert_eq!(wait(fourth, NOW + 300), Some(100), "with no patience");
    assert_eq!(wait(fourth, NOW + 400), None);
    assert_eq!(
        [wait(fifth, NOW + 400), wait(third, NOW + 410), wait(second, NOW + 420)],
        [Some(100), Some(90), Some(180)]
    );
    assert_eq!([wait(third, NOW + 500), wait(second, NOW + 600), wait(fifth, NOW + 700)], [None; 3]);
    Ok(())
}

/// A call that has just become the head could not know it before.
#[test]
fn the_next_in_the_queue_has_its_time_from_when_the_head_left() -> Result<(), Error> {
    for (leaves, waits_for) in [(1, Some(50)), (2, None)] {
        let mut seats = seats(&pacer(10.0)?, 4);
        assert_eq!(waits(&mut seats, NOW), [None, Some(100), Some(200), Some(300)]);
        // The head did not come, and leaves; or one behind it leaves, which makes the head no less late.
        for seat in seats.iter_mut().skip(leaves).take(1) {
            seat.clock_set(NOW + 250);
            seat.leave();
        }
        let last = seats.iter_mut().next_back().and_then(|last| wait(last, NOW + 300));
        assert_eq!(last, waits_for, "seat {leaves} left");
    }
    Ok(())
}

#[test]
fn a_bucket_is_a_limit_beside_the_tenants() -> Result<(), Error> {
    let pacer = pacer(10.0)?;
    let seat = |bucket| Seat::new(pacer.clone(), bucket);
    let (mut first, mut second, mut plain) = (seat(Some(EXTRA)), seat(Some(EXTRA)), seat(None));
    assert_eq!(wait(&mut first, NOW), None);
    assert_eq!(wait(&mut second, NOW), Some(6 * SECOND));
    assert_eq!(wait(&mut plain, NOW), Some(100), "the tenant's pace holds for all");
    assert_eq!(wait(&mut plain, NOW + 100), None, "the bucket's wait is none of its business");
    assert_eq!(wait(&mut plain, NOW + 6 * SECOND), None);
    assert_eq!(wait(&mut second, NOW + 6 * SECOND), Some(100), "needs a place in both");
    assert_eq!(wait(&mut second, NOW + 6 * SECOND + 100), None);
    let other = RateBucket { name: "other", ..EXTRA };
    assert_eq!(wait(&mut seat(Some(other)), NOW + 7 * SECOND), None);
    Ok(())
}

#[test]
fn clocks_that_disagree_share_one_time() -> Result<(), Error> {
    for skew in [HOUR, 1_000_000 * HOUR] {
        let pacer = pacer(10.0)?;
        let mut seats = seats(&pacer, 4);
        waits(&mut seats, NOW);
        let mut ahead = Seat::new(pacer.clone(), None);
        assert_eq!(wait(&mut ahead, NOW + skew), Some(400));
        assert_eq!(waits(seats.get_mut(1..).unwrap_or_default(), NOW + 100), [None, Some(100), Some(200)]);
        let mut behind = Seat::new(pacer.clone(), None);
        assert_eq!(wait(&mut behind, NOW + 100 - HOUR), Some(400));
        assert_eq!(waits(seats.get_mut(2..).unwrap_or_default(), NOW + 200), [None, Some(100)]);
        assert_eq!(waits(seats.get_mut(3..).unwrap_or_default(), NOW + 300), [None]);
        assert_eq!((wait(&mut ahead, NOW + skew + 400), wait(&mut behind, NOW + 500 - HOUR)), (None, None));
    }
    Ok(())
}

#[test]
fn a_clock_that_lags_is_told_to_wait_until_it_has_caught_up() -> Result<(), Error> {
    let mut seats = seats(&pacer(1_000.0)?, 2);
    let [ahead, behind] = seats.as_mut_slice() else { return Ok(()) };
    assert_eq!(wait(ahead, NOW), None);
    // Not in steps of a millisecond.
    assert_eq!(wait(behind, NOW - 700), Some(701));
    assert_eq!(wait(behind, NOW + 1), None);
    Ok(())
}

#[test]
fn a_driver_that_says_so_may_set_its_clock() -> Result<(), Error> {
    for set_to in [NOW - HOUR, NOW + HOUR] {
        let pacer = pacer(10.0)?;
        let mut seat = Seat::new(pacer.clone(), None);
        seat.cool_down(NOW, 30 * SECOND, false);
        pacer.clock_set(NOW + 10 * SECOND, set_to);
        assert_eq!(wait(&mut seat, set_to + SECOND), Some(19 * SECOND));
        assert_eq!(wait(&mut seat, set_to + 20 * SECOND), None);
    }
    Ok(())
}

#[test]
fn no_place_lies_before_the_cooldown_even_at_the_end_of_time() -> Result<(), Error> {
    let pacer = pacer(50.0)?;
    let mut seat = Seat::new(pacer.clone(), None);
    seat.cool_down(u64::MAX - 1, u64::MAX, false);
    assert!(wait(&mut seat, u64::MAX).is_some_and(|wait_ms| wait_ms > 1_000 * HOUR));
    Ok(())
}

#[test]
fn a_place_that_is_far_off_comes_when_it_was_said_to_come() -> Result<(), Error> {
    let slow = pacer(0.001)?;
    let mut seats = seats(&slow, 2);
    assert_eq!(waits(&mut seats, NOW), [None, Some(1_000 * SECOND)]);
    assert_eq!(waits(seats.get_mut(1..).unwrap_or_default(), NOW + 1_000 * SECOND), [None]);

    let pacer = pacer(10.0)?;
    let mut seat = Seat::new(pacer.clone(), None);
    seat.cool_down(NOW, HOUR, true);
    assert_eq!(wait(&mut seat, NOW), Some(HOUR));
    assert_eq!(wait(&mut seat, NOW + HOUR), None);
    Ok(())
}

#[test]
fn a_place_that_is_given_back_late_frees_nobody_elses() -> Result<(), Error> {
    let mut seats = seats(&pacer(10.0)?, 3);
    let [first, second, third] = seats.as_mut_slice() else { return Ok(()) };
    assert_eq!((wait(first, NOW), wait(second, NOW + 100)), (None, None));
    first.give_back();
    assert_eq!(wait(third, NOW + 101), Some(99));
    Ok(())
}

#[test]
fn who_waits_for_the_bucket_keeps_no_place_of_the_tenants() -> Result<(), Error> {
    let pacer = pacer(10.0)?;
    let seat = |bucket| Seat::new(pacer.clone(), bucket);
    let (mut again, mut late, mut first, mut plain) = (seat(Some(EXTRA)), seat(Some(EXTRA)), seat(None), seat(None));
    assert_eq!(wait(&mut again, NOW), None);
    assert_eq!(wait(&mut first, NOW + 5_950), None);
    assert_eq!((wait(&mut late, NOW + 6_000), wait(&mut again, NOW + 6_000)), (Some(50), Some(50)));
    assert_eq!((wait(&mut again, NOW + 6_050), wait(&mut late, NOW + 6_050)), (None, Some(6_000)));
    assert_eq!(wait(&mut plain, NOW + 6_150), None);
    Ok(())
}
