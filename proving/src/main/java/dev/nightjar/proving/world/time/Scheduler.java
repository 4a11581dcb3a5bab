package dev.nightjar.proving.world.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Virtual time and everything that happens in it. One simulated thread runs at a time; it hands
 * over where it waits: for time to pass, for a lock, for another thread. Which of those that can
 * run is next is drawn by the seed, and when none can, time goes on to the next moment at which
 * something is due. What happens depends on the seed alone.
 *
 * <p>All of it runs on the thread that calls {@link #run}.
 */
public final class Scheduler {
  /** More steps than this without a moment passing are a thread that never waits. */
  private static final int MOST_STEPS_AT_ONCE = 500_000;

  /** Between two looks at a thread that is held up; so many of them are too many: a minute. */
  private static final Duration HELD_UP = Duration.ofNanos(50_000);

  private static final int MOST_HELD_UP = 1_200_000;

  private final SplittableRandom choice;
  private final ConcurrentLinkedQueue<Step> arrived = new ConcurrentLinkedQueue<>();
  private final List<Step> ready = new ArrayList<>();
  private final Map<Runnable, Member> members = new IdentityHashMap<>();
  private final PriorityQueue<Due> timeline =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
  private Instant now;
  private long order;
  private long steps;
  private int threads;
  private int stepsNow;

  /** A step of a thread of one process. */
  private record Step(int number, Runnable run, SimulatedProcess process) {}

  /** A thread of one process, by the order of their making. */
  private record Member(int number, Thread thread, SimulatedProcess process) {}

  /** Something that is to happen at a moment. */
  private record Due(Instant at, long order, SimulatedProcess process, Runnable run) {}

  /** Time begins at a moment, and choices are drawn from a seed. */
  public Scheduler(Instant start, long seed) {
    this.now = start;
    this.choice = new SplittableRandom(seed);
  }

  /** The moment that it is. */
  public Instant now() {
    return now;
  }

  /** How many steps of threads there were so far. */
  public long steps() {
    return steps;
  }

  /** Lets something happen at a moment, or at once if that has passed. It must not wait. */
  public void at(Instant moment, Runnable event) {
    due(moment, SimulatedProcess.NONE, event);
  }

  void due(Instant moment, SimulatedProcess process, Runnable event) {
    timeline.add(new Due(moment.isBefore(now) ? now : moment, order++, process, event));
  }

  /** Begins a process: its threads are those that {@code main} and they themselves start. */
  public SimulatedProcess start(String name, Runnable main) {
    SimulatedProcess process = new SimulatedProcess(this);
    VirtualThreads.carriedBy(step -> arrived.add(new Step(-1, step, process)))
        .name(name)
        .start(main);
    return process;
  }

  /**
   * Runs everything until it is done.
   *
   * @throws IllegalStateException if nothing is left that could happen, or a thread never waits
   */
  public void run(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      collect();
      if (ready.isEmpty()) {
        passTime();
      } else {
        make(ready.remove(ready.size() == 1 ? 0 : choice.nextInt(ready.size())));
      }
    }
  }

  private void make(Step step) {
    do {
      steps++;
      if (++stepsNow > MOST_STEPS_AT_ONCE) {
        throw new IllegalStateException("a thread goes on for ever without waiting, at " + now);
      }
      step.run().run();
    } while (wasHeldUp(step));
  }

  /**
   * Whether the thread that made a step came to wait for nothing of this world: for a monitor or a
   * lock that the JVM has once, and which another history had. This waits, in real time, until that
   * is free. Neither time nor another thread may go on before that one, or what is drawn next would
   * depend on the other history.
   *
   * @throws IllegalStateException if it does not become free
   */
  private boolean wasHeldUp(Step step) {
    Member member = members.get(step.run());
    for (int looks = 0; member != null && isHeldUp(member.thread()); looks++) {
      collect();
      if (ready.removeIf(next -> next.run() == step.run())) {
        return true;
      }
      if (looks > MOST_HELD_UP) {
        throw new IllegalStateException(
            member.thread() + " waits for what is not of this world, at " + now);
      }
      LockSupport.parkNanos(HELD_UP.toNanos());
    }
    if (member != null && member.thread().getState() == Thread.State.TERMINATED) {
      members.remove(step.run());
    }
    return false;
  }

  private boolean isHeldUp(Thread thread) {
    return switch (thread.getState()) {
      case BLOCKED, RUNNABLE -> true;
      case WAITING, TIMED_WAITING ->
          VirtualThreads.waitsForForeignLock(
              thread,
              owner -> members.values().stream().anyMatch(member -> member.thread() == owner));
      case NEW, TERMINATED -> false;
    };
  }

  /** In the order of the threads' making: the order in which they were woken says nothing. */
  private void collect() {
    for (Step step = arrived.poll(); step != null; step = arrived.poll()) {
      if (step.process().ended()) {
        continue;
      }
      int number = member(step).number();
      int at = ready.size();
      while (at > 0 && ready.get(at - 1).number() > number) {
        at--;
      }
      ready.add(at, new Step(number, step.run(), step.process()));
    }
  }

  private Member member(Step step) {
    return members.computeIfAbsent(
        step.run(), run -> new Member(threads++, VirtualThreads.thread(run), step.process()));
  }

  private void passTime() {
    Due first = timeline.poll();
    if (first == null) {
      throw new IllegalStateException("nothing is left that could happen, at " + now);
    }
    if (first.at().isAfter(now)) {
      now = first.at();
      stepsNow = 0;
    }
    happen(first);
    while (!timeline.isEmpty() && timeline.peek().at().equals(now)) {
      happen(timeline.poll());
    }
  }

  private static void happen(Due due) {
    if (!due.process().ended()) {
      due.run().run();
    }
  }

  void forget(SimulatedProcess process) {
    ready.removeIf(step -> step.process() == process);
    members.values().removeIf(member -> member.process() == process);
    timeline.removeIf(due -> due.process() == process);
  }

  /** Waits, in a thread of a process, until so much time has passed or it is interrupted. */
  void sleep(SimulatedProcess process, Duration duration) throws InterruptedException {
    Sleep sleep = new Sleep(Thread.currentThread());
    due(now.plus(duration), process, sleep);
    while (!sleep.over) {
      if (Thread.interrupted()) {
        sleep.over = true;
        throw new InterruptedException("told to stop while it slept");
      }
      LockSupport.park(sleep);
    }
  }

  /** Waits likewise, whoever interrupts. */
  void pass(SimulatedProcess process, Duration duration) {
    Sleep sleep = new Sleep(Thread.currentThread());
    due(now.plus(duration), process, sleep);
    boolean interrupted = false;
    while (!sleep.over) {
      interrupted |= Thread.interrupted();
      LockSupport.park(sleep);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Sleep implements Runnable {
    private final Thread thread;
    private boolean over;

    Sleep(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void run() {
      if (!over) {
        over = true;
        LockSupport.unpark(thread);
      }
    }
  }
}
