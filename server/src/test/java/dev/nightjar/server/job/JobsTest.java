package dev.nightjar.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
  @TempDir Path folder;
  private StateDatabase state;
  private Workspace workspace;
  private Jobs jobs;

  @BeforeEach
  void open() {
    state = StateDatabase.open(folder);
    state.migrate("server", "dev/nightjar/server/migration", JobsTest.class.getClassLoader());
    workspace = new Workspaces(state, Clock.systemUTC()).main("main");
    jobs = jobs();
  }

  @AfterEach
  void close() {
    jobs.close();
    state.close();
  }

  private Jobs jobs() {
    return new Jobs(state, Clock.systemUTC(), OperationsLog.NONE);
  }

  private Job submit(Jobs.Work work) {
    return jobs.submit(workspace, Job.Kind.IMPORT, "rows", Map.of("asked", "so"), work, () -> {});
  }

  @Test
  void aJobIsKeptWithWhatCameOfIt() {
    Job done = jobs.await(workspace, submit(() -> Map.of("rows", 3)), Duration.ofSeconds(30));
    Job failed =
        jobs.await(
            workspace,
            submit(() -> {
              throw new JobFailure("The file is gone.", Map.of(), null);
            }),
            Duration.ofSeconds(30));

    assertThat(done.status()).isEqualTo(Job.Status.DONE);
    assertThat(done.details()).containsEntry("asked", "so").containsEntry("rows", 3);
    assertThat(failed.status()).isEqualTo(Job.Status.ERROR);
    assertThat(failed.error()).contains("The file is gone.");
    assertThat(jobs.list(workspace)).extracting(Job::id).contains(done.id(), failed.id());
  }

  @Test
  void whatIsUnforeseenIsToldByAReferenceOnly() {
    Job job =
        jobs.await(
            workspace,
            submit(() -> {
              throw new IllegalStateException("secret");
            }),
            Duration.ofSeconds(30));

    assertThat(job.error().orElseThrow()).contains("log").doesNotContain("secret");
  }

  @Test
  void aJobIsCancelledWhetherItWorksOrWaits() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(2);
    AtomicInteger letGo = new AtomicInteger();
    Jobs.Work waiting =
        () -> {
          begun.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new JobFailure("interrupted", Map.of(), e);
          }
          return Map.of();
        };
    Job one = submit(waiting);
    Job two = submit(waiting);
    begun.await();
    Job three =
        jobs.submit(
            workspace, Job.Kind.COPY, "p", Map.of(), () -> Map.of(), letGo::incrementAndGet);

    assertThat(jobs.unfinished(workspace, Job.Kind.COPY, "p")).isPresent();
    assertThat(jobs.cancel(workspace, three.id()).status()).isEqualTo(Job.Status.CANCELLED);
    assertThat(letGo).hasValue(1);
    jobs.cancel(workspace, one.id());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> status(one) == Job.Status.CANCELLED);
    assertThatThrownBy(() -> jobs.cancel(workspace, one.id())).isInstanceOf(HttpProblem.class);
    assertThatThrownBy(() -> jobs.cancel(workspace, "none")).isInstanceOf(HttpProblem.class);

    jobs.close();
    assertThat(status(two)).isEqualTo(Job.Status.CANCELLED);
    assertThat(jobs.find(workspace, two.id()).orElseThrow().error())
        .contains("The server was stopped.");
  }

  @Test
  void aJobThatDiesOfAnErrorIsOver() {
    AtomicInteger letGo = new AtomicInteger();
    Job job =
        jobs.submit(
            workspace,
            Job.Kind.COPY,
            "p",
            Map.of(),
            () -> {
              throw new StackOverflowError();
            },
            letGo::incrementAndGet);

    assertThat(jobs.await(workspace, job, Duration.ofSeconds(30)).status())
        .isEqualTo(Job.Status.ERROR);
    assertThat(letGo).hasValue(1);
    assertThat(jobs.unfinished(workspace, Job.Kind.COPY, "p")).isEmpty();
  }

  @Test
  void aJobWhoseEndCannotBeStoredIsAnErrorAllTheSame() {
    Job job =
        submit(() -> {
          state.transaction(db -> db.execute("ALTER TABLE job RENAME TO hidden"));
          return Map.of();
        });
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> jobs.unfinished(workspace, Job.Kind.IMPORT, "rows").isEmpty());
    state.transaction(db -> db.execute("ALTER TABLE hidden RENAME TO job"));

    assertThat(status(job)).isEqualTo(Job.Status.ERROR);
    assertThat(jobs.find(workspace, job.id()).orElseThrow().error().orElseThrow())
        .contains("could not be stored");
  }

  @Test
  void aFailureThatNoRequestIsToBlameForKeepsItsStatus() {
    Job job =
        jobs.await(
            workspace,
            submit(() -> {
              throw new HttpProblem(503, "A deployment is under way.", Map.of());
            }),
            Duration.ofSeconds(30));

    assertThat(Jobs.failure(job, "").status()).isEqualTo(503);
  }

  @Test
  void aJobThatACrashCutOffIsAnErrorAfterwards() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Job job =
        submit(() -> {
          begun.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new JobFailure("interrupted", Map.of(), e);
          }
          return Map.of();
        });
    begun.await();

    Jobs afterwards = jobs();
    Job found = afterwards.find(workspace, job.id()).orElseThrow();
    afterwards.close();

    assertThat(found.status()).isEqualTo(Job.Status.ERROR);
    assertThat(found.error().orElseThrow()).contains("The server ended before this was done");
  }

  @Test
  void theHistoryOfAWorkspaceIsBoundedButForRunsWhoseEndIsNotNotedYet() {
    Job run = jobs.submit(workspace, Job.Kind.COPY, "p", Map.of(), () -> Map.of(), () -> {});
    jobs.await(workspace, run, Duration.ofSeconds(30));
    for (String begun :
        new String[] {
          "'p', '', 0, 0, " + run.createdAt().toEpochMilli(),
          "'q', '', 0, 0, 0",
          "'r', '', 0, 0, NULL"
        }) {
      state.transaction(db ->
          db.execute(
              "INSERT INTO copy_schedule (workspace_id, pipe, schedule, paused, kept_until, begun_at) VALUES ('"
                  + workspace.id()
                  + "', "
                  + begun
                  + ")"));
    }
    for (int i = 0; i < JobStore.KEPT + 5; i++) {
      jobs.await(workspace, submit(() -> Map.of()), Duration.ofSeconds(30));
    }

    assertThat(jobs.list(workspace)).hasSizeLessThanOrEqualTo(JobStore.KEPT + 2);
    assertThat(jobs.find(workspace, run.id())).isPresent();

    state.transaction(db -> db.execute("UPDATE copy_schedule SET begun_at = NULL"));
    jobs.await(workspace, submit(() -> Map.of()), Duration.ofSeconds(30));
    assertThat(jobs.find(workspace, run.id())).isEmpty();
  }

  private Job.Status status(Job job) {
    return jobs.find(workspace, job.id()).orElseThrow().status();
  }
}
