//! Two threads: one reads and checks chunks while the other does something with what they hold, in order.

use std::{
    ops::ControlFlow,
    panic::resume_unwind,
    sync::{
        Mutex, PoisonError,
        mpsc::{TrySendError, sync_channel},
    },
    thread,
};

/// So many pieces may wait; who is ahead of that by then waits too, so that memory does not grow.
const WAITING: usize = 4;

/// Takes a piece; breaks where no more are wanted.
pub type Give<'a, T> = &'a mut dyn FnMut(T) -> ControlFlow<()>;

/// Runs `make` beside `take`; one after the other where the system gives no thread. While as many
/// pieces as may wait do, the maker goes on with one of them: `ease` is work that `take` is spared then.
pub fn run<T: Send>(make: impl FnOnce(Give<'_, T>) + Send, ease: fn(&mut T), take: Give<'_, T>) {
    let make = Mutex::new(Some(make));
    let taken = || make.lock().unwrap_or_else(PoisonError::into_inner).take();
    thread::scope(|scope| {
        let (send, pieces) = sync_channel(WAITING);
        let beside = move || {
            if let Some(make) = taken() {
                make(&mut |piece| {
                    let handed = send.try_send(piece).or_else(|unsent| match unsent {
                        TrySendError::Full(mut piece) => {
                            ease(&mut piece);
                            send.send(piece).map_err(drop)
                        }
                        TrySendError::Disconnected(_) => Err(()),
                    });
                    handed.map_or(ControlFlow::Break(()), ControlFlow::Continue)
                });
            }
        };
        let Ok(maker) = thread::Builder::new().name("chunks".to_owned()).spawn_scoped(scope, beside) else {
            return;
        };
        for piece in pieces {
            if take(piece).is_break() {
                break;
            }
        }
        if let Err(panic) = maker.join() {
            resume_unwind(panic);
        }
    });
    if let Some(make) = taken() {
        make(take);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Condvar;

    fn numbers(give: Give<'_, u32>) {
        let _ = (0..1000).try_for_each(give);
    }

    #[test]
    fn pieces_come_in_order_and_end_where_no_more_are_wanted() {
        let mut all = Vec::new();
        run(numbers, |_| {}, &mut |n| {
            all.push(n);
            ControlFlow::Continue(())
        });
        assert_eq!(all, (0..1000).collect::<Vec<_>>());
        let mut few = 0;
        run(numbers, |_| {}, &mut |_| {
            few += 1;
            if few == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(few, 3);
    }

    #[test]
    fn the_maker_eases_what_would_wait() {
        static EASED: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());
        let ease = |n: &mut u32| {
            *n += 1000;
            *EASED.0.lock().unwrap() = true;
            EASED.1.notify_all();
        };
        let mut all = Vec::new();
        run(numbers, ease, &mut |n| {
            // Who takes is slow until so many wait that the maker has nothing else to do.
            drop(EASED.1.wait_while(EASED.0.lock().unwrap(), |eased| !*eased).unwrap());
            all.push(n);
            ControlFlow::Continue(())
        });
        assert_eq!(all.iter().map(|n| n % 1000).collect::<Vec<_>>(), (0..1000).collect::<Vec<_>>());
        assert!(all.iter().any(|n| *n >= 1000), "none was eased");
    }

    #[test]
    #[should_panic(expected = "a fault")]
    fn a_fault_over_there_is_one_here() {
        run(|_: Give<'_, u32>| panic!("a fault"), |_| {}, &mut |_| ControlFlow::Continue(()));
    }
}
