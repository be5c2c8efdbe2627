//! Waiting until something is due, something changes, or someone asks to stop.

use std::{
    io,
    ops::Range,
    path::PathBuf,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};

use self::changes::Changes;
use crate::{clock::Clock, ops::sending::Interrupt};

/// The longest sleep in one piece: a computer that was asleep too, or whose
/// clock was set, finds out by then that something is due.
const LONGEST: Duration = Duration::from_mins(1);

/// How long to rely on being told of every change: a message that is taken out of the
/// archive changes in a folder that is not watched, and some disks tell of nothing.
const LOOK_AGAIN: Duration = Duration::from_mins(5);

/// Waits as long as nothing is to be done.
#[derive(Debug)]
pub struct Wake {
    changes: Changes,
    look_again: Duration,
}

impl Wake {
    /// Watches folders, also those that do not exist yet in one that does.
    pub fn new(folders: Vec<PathBuf>) -> io::Result<Self> {
        Ok(Self {
            changes: Changes::new(folders)?,
            look_again: LOOK_AGAIN,
        })
    }

    /// Remembers every change from now on: what is looked at afterwards is not missed.
    ///
    /// `further` folders are watched too, as far as the system allows it.
    pub fn arm(&mut self, further: Vec<PathBuf>) -> io::Result<()> {
        self.changes.arm(further)
    }

    /// Returns when there is something to look at: at an instant if one is given, when
    /// something changes, and now and then in any case.
    pub fn wait(
        &mut self,
        until: Option<Timestamp>,
        clock: &Clock,
        interrupt: &Interrupt,
    ) -> io::Result<()> {
        let (began, since) = (clock.instant(), Instant::now());
        if let Some(until) = until {
            // A clock that a test has set moves on; any other one goes by itself.
            clock.wait_until(until, Duration::ZERO);
        }
        let left = |until| time_left(&(began..until), clock.instant());
        while !interrupt.is_asked() {
            let unlooked = self.look_again.saturating_sub(since.elapsed());
            let sleep = until.map_or(LONGEST, left).min(LONGEST).min(unlooked);
            if sleep.is_zero() || self.changes.wait(sleep)? {
                break;
            }
        }
        Ok(())
    }
}

/// Returns how long a wait still lasts: nothing where the clock was set back to before
/// its beginning, for what was to be waited for is to be found out anew.
fn time_left(wait: &Range<Timestamp>, now: Timestamp) -> Duration {
    let left = wait.end.duration_since(now);
    let left = Some(left).filter(|_| wait.contains(&now));
    left.map_or(Duration::ZERO, SignedDuration::unsigned_abs)
}

/// The system tells of changes, and of signals on the way.
#[cfg(target_os = "linux")]
mod changes {
    use std::{
        io,
        os::{fd::OwnedFd, unix::net::UnixStream},
        path::PathBuf,
        time::Duration,
    };

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        fs::inotify::{self, CreateFlags, WatchFlags},
        io::Errno,
    };
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        low_level::pipe,
    };

    #[derive(Debug)]
    pub struct Changes {
        folders: Vec<PathBuf>,
        inotify: OwnedFd,
        /// Readable once a signal came: one between a look and a sleep must not be slept over.
        signals: UnixStream,
    }

    impl Changes {
        pub fn new(folders: Vec<PathBuf>) -> io::Result<Self> {
            let (signals, write) = UnixStream::pair()?;
            for signal in [SIGINT, SIGTERM, SIGHUP] {
                pipe::register(signal, write.try_clone()?)?;
            }
            Ok(Self {
                folders,
                inotify: inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?,
                signals,
            })
        }

        pub fn arm(&mut self, further: Vec<PathBuf>) -> io::Result<()> {
            // Files appear whole, under their name; folders are made.
            let flags = WatchFlags::MOVED_TO | WatchFlags::CREATE | WatchFlags::ONLYDIR;
            for folder in &self.folders {
                match inotify::add_watch(&self.inotify, folder, flags) {
                    Ok(_) | Err(Errno::NOENT) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            for folder in further {
                // There may be more of them than one program may watch.
                let _ignored = inotify::add_watch(&self.inotify, folder, flags);
            }
            Ok(())
        }

        /// Sleeps; tells whether something changed or a signal came.
        pub fn wait(&mut self, most: Duration) -> io::Result<bool> {
            let most = Timespec::try_from(most).map_err(io::Error::other)?;
            let mut both = [
                PollFd::new(&self.inotify, PollFlags::IN),
                PollFd::new(&self.signals, PollFlags::IN),
            ];
            match poll(&mut both, Some(&most)) {
                Ok(0) => Ok(false),
                Ok(_) | Err(Errno::INTR) => self.forget().map(|()| true),
                Err(error) => Err(error.into()),
            }
        }

        /// Takes the changes that led here, however many: they are looked at once.
        fn forget(&self) -> io::Result<()> {
            let mut bytes = [0; 4096];
            loop {
                match rustix::io::read(&self.inotify, &mut bytes) {
                    Ok(_) => {}
                    Err(Errno::WOULDBLOCK) => return Ok(()),
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
}

/// Where the system is not asked to tell, a look now and then.
#[cfg(not(target_os = "linux"))]
mod changes {
    use std::{io, path::PathBuf, time::Duration, time::SystemTime};

    /// How often to look.
    const LOOK: Duration = Duration::from_millis(1_500);

    #[derive(Debug)]
    pub struct Changes {
        folders: Vec<PathBuf>,
        further: Vec<PathBuf>,
        seen: Vec<Option<SystemTime>>,
    }

    impl Changes {
        pub fn new(folders: Vec<PathBuf>) -> io::Result<Self> {
            Ok(Self {
                folders,
                further: Vec::new(),
                seen: Vec::new(),
            })
        }

        pub fn arm(&mut self, further: Vec<PathBuf>) -> io::Result<()> {
            self.further = further;
            self.seen = self.look();
            Ok(())
        }

        pub fn wait(&mut self, most: Duration) -> io::Result<bool> {
            std::thread::sleep(most.min(LOOK));
            Ok(self.look() != self.seen)
        }

        fn look(&self) -> Vec<Option<SystemTime>> {
            let changed = |folder: &PathBuf| folder.metadata().ok()?.modified().ok();
            let folders = self.folders.iter().chain(&self.further);
            folders.map(changed).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread};

    use super::*;

    #[test]
    fn what_nothing_was_told_of_is_looked_at_all_the_same() {
        let (looks, looked) = mpsc::channel();
        thread::spawn(move || {
            let mut wake = Wake::new(Vec::new()).unwrap();
            wake.look_again = Duration::from_millis(1);
            let clock = Clock::set_to(Timestamp::UNIX_EPOCH);
            let waited = wake.wait(None, &clock, &Interrupt::default());
            looks.send(waited.is_ok()).unwrap();
        });
        assert_eq!(looked.recv_timeout(Duration::from_secs(30)), Ok(true));
    }

    #[test]
    fn no_wait_lasts_longer_because_the_clock_is_set_back() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let wait = at(7_200)..at(7_260);
        for (now, left) in [(7_200, 60), (7_230, 30), (7_260, 0), (9_000, 0), (0, 0)] {
            assert_eq!(time_left(&wait, at(now)), Duration::from_secs(left));
        }
    }
}
