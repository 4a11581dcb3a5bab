package dev.nightjar.server.copy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.job.Job;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.CircularPipesException;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs copy pipes by their schedules. Times that passed while the server was down, or while the
 * pipe was still being copied, come to one run.
 */
public final class CopySchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CopySchedule.class);

  private static final int TOO_MANY = 429;

  private final Schedules schedules;
  private final Copies copies;
  private final Jobs jobs;
  private final LiveSets liveSets;
  private final Supplier<List<Workspace>> workspaces;
  private final Clock clock;

  /** The pipes of which the log knows why they wait for their run. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("copy-schedule").factory());

  public CopySchedule(
      StateDatabase state,
      Copies copies,
      Jobs jobs,
      LiveSets liveSets,
      Supplier<List<Workspace>> workspaces,
      Clock clock) {
    this.schedules = new Schedules(state);
    this.copies = copies;
    this.jobs = jobs;
    this.liveSets = liveSets;
    this.workspaces = workspaces;
    this.clock = clock;
  }

  /** Begins to look at the clock, each second. */
  public void start() {
    ticks.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private void tick() {
    try {
      runDue();
    } catch (RuntimeException e) {
      LOG.error("copy pipes that are due could not be run; tried again", LoggableError.of(e));
    }
  }

  /** Begins the runs that are due now. */
  public void runDue() {
    for (Workspace workspace : workspaces.get()) {
      LiveSet live = liveSets.of(workspace);
      for (LiveResource resource : live.resources()) {
        if (resource.kind() == FileKind.PIPE) {
          CopyPipe.find(live, resource).ifPresent(pipe -> runOrTell(workspace, pipe));
        }
      }
    }
  }

  /** What keeps one pipe from its run keeps no other; it is tried again with the next look. */
  private void runOrTell(Workspace workspace, CopyPipe pipe) {
    String id = pipe.resource().id();
    try {
      runIfDue(workspace, pipe);
      told.remove(id);
    } catch (RuntimeException e) {
      if (told.add(id)) {
        LOG.error(
            "the copy pipe {} is due and could not be run; it is tried until it can",
            pipe.resource().name(),
            LoggableError.of(e));
      }
    }
  }

  private void runIfDue(Workspace workspace, CopyPipe pipe) {
    if (pipe.schedule().isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Schedules.Stored stored = stored(workspace, pipe, now);
    boolean due =
        CronSchedule.parse(stored.schedule())
            .flatMap(cron -> cron.after(stored.keptUntil()))
            .filter(next -> !next.isAfter(now))
            .isPresent();
    String name = pipe.resource().name();
    if (!due || stored.paused() || jobs.unfinished(workspace, Job.Kind.COPY, name).isPresent()) {
      return;
    }
    try {
      copies.run(workspace, pipe, Parameters.NONE, Optional.empty());
    } catch (HttpProblem e) {
      if (e.status() == TOO_MANY || e.status() >= 500) {
        throw e;
      }
      LOG.warn("the copy pipe {} cannot be run by its schedule: {}", name, e.getMessage());
    } catch (CircularPipesException e) {
      LOG.warn("the copy pipe {} cannot be run by its schedule: {}", name, e.getMessage());
    } catch (UnavailableException | OutcomeUnknownException e) {
      throw e;
    } catch (ClickHouseException e) {
      LOG.warn("the copy pipe {} cannot be run: {}", name, ErrorSummary.of(e));
    }
    schedules.store(workspace.id(), name, new Schedules.Stored(stored.schedule(), false, now));
  }

  /** What is stored; a schedule that is new or changed begins now, and is not paused. */
  private Schedules.Stored stored(Workspace workspace, CopyPipe pipe, Instant now) {
    String name = pipe.resource().name();
    String schedule = pipe.schedule().orElseThrow();
    Optional<Schedules.Stored> known =
        schedules.find(workspace.id(), name).filter(each -> each.schedule().equals(schedule));
    if (known.isPresent()) {
      return known.get();
    }
    Schedules.Stored fresh = new Schedules.Stored(schedule, false, now);
    schedules.store(workspace.id(), name, fresh);
    return fresh;
  }

  /**
   * Stops or starts the runs of a pipe by its schedule; times that pass while it is paused are
   * skipped.
   *
   * @throws HttpProblem 400 when it has no schedule
   */
  public void pause(Workspace workspace, CopyPipe pipe, boolean paused) {
    if (pipe.schedule().isEmpty()) {
      throw HttpProblem.badRequest(
          "The pipe '" + pipe.resource().name() + "' has no schedule: it runs on demand.");
    }
    Instant now = clock.instant();
    Schedules.Stored stored = stored(workspace, pipe, now);
    schedules.store(
        workspace.id(),
        pipe.resource().name(),
        new Schedules.Stored(stored.schedule(), paused, now));
  }

  /** Whether the runs of a pipe by its schedule are paused. */
  public boolean isPaused(Workspace workspace, String pipe) {
    return schedules.find(workspace.id(), pipe).filter(Schedules.Stored::paused).isPresent();
  }

  @Override
  public void close() {
    ticks.shutdownNow();
  }
}
