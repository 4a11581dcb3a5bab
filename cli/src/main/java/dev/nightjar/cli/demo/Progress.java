package dev.nightjar.cli.demo;

import dev.nightjar.cli.Terminal;
import dev.nightjar.cli.text.Quantity;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far something is: a bar for a person, a line at each quarter where the output goes
 * elsewhere.
 */
sealed interface Progress extends AutoCloseable {

  /** Begins at nought; the total may be 0 while it is not known. */
  static Progress start(Terminal terminal, String title, long total) {
    return terminal.interactive() ? new Bar(title, total) : new Lines(terminal, title, total);
  }

  /** That much is done, of that much. */
  void at(long done, long total);

  @Override
  void close();

  /** A bar that is redrawn. */
  final class Bar implements Progress {

    private final ProgressBar bar;

    Bar(String title, long total) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(title)
              .setInitialMax(known(total))
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(100)
              .setConsumer(new ConsoleProgressBarConsumer(System.err, 100))
              .showSpeed()
              .build();
    }

    @Override
    public void at(long done, long total) {
      bar.maxHint(known(total));
      bar.stepTo(done);
    }

    @Override
    public void close() {
      bar.close();
    }

    private static long known(long total) {
      return total > 0 ? total : -1;
    }
  }

  /** A line now and then. */
  final class Lines implements Progress {

    private final Terminal terminal;
    private final String title;
    private final long started = System.nanoTime();
    private long total;
    private long done;
    private int quarters;

    Lines(Terminal terminal, String title, long total) {
      this.terminal = terminal;
      this.title = title;
      this.total = total;
      terminal.note(title + " …");
    }

    @Override
    public synchronized void at(long newDone, long newTotal) {
      done = newDone;
      total = newTotal;
      int reached = total == 0 ? 0 : (int) (done * 4 / total);
      if (reached > quarters && reached < 4) {
        quarters = reached;
        terminal.note(title + ": " + Quantity.count(done) + " of " + Quantity.count(total));
      }
    }

    @Override
    public synchronized void close() {
      terminal.note(
          title
              + ": "
              + (total == 0 ? "" : Quantity.count(done) + " in ")
              + Quantity.duration(Duration.ofNanos(System.nanoTime() - started)));
    }
  }
}
