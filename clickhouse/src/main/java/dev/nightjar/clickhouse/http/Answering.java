package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.QueryStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that bring a statement. */
final class Answering {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  /** An error before this many bytes is still a proper error: ClickHouse's buffer is as large. */
  private static final int HELD_BACK = 1 << 20;

  private final FrontDoor door;
  private final ServerFacts facts;
  private final HttpOptions options;
  private final SecureRandom random = new SecureRandom();

  Answering(FrontDoor door, ServerFacts facts, HttpOptions options) {
    this.door = door;
    this.facts = facts;
    this.options = options;
  }

  /** Answers one request, also when that fails. */
  void answer(HttpAsk http, Reply reply) {
    reply.header("X-ClickHouse-Server-Display-Name", facts.displayName());
    try {
      run(http, reply);
    } catch (ClickHouseException e) {
      fail(reply, e);
    } catch (IOException e) {
      fail(reply, unreadable(e));
    } catch (UncheckedIOException e) {
      fail(reply, unreadable(e.getCause()));
    } catch (CutShort e) {
      throw reply.breakOff(e.getMessage());
    } catch (RuntimeException e) {
      if (reply.begun()) {
        LOG.debug("an answer could not be ended", LoggableError.of(e));
        throw reply.breakOff("the answer could not be ended");
      }
      String reference = UUID.randomUUID().toString();
      LOG.error(
          "a request failed for an unforeseen reason, reference {}",
          reference,
          LoggableError.of(e));
      fail(
          reply,
          new ClickHouseException(
              1001,
              "STD_EXCEPTION",
              "Unforeseen; the server's log has the reason under " + reference));
    }
  }

  private void run(HttpAsk http, Reply reply) throws IOException {
    if (!door.isLocked()) {
      ForeignPages.refuse(http);
    }
    UrlParameters url = UrlParameters.parse(http.query().orElse(""));
    FrontDoor.Guest guest = door.admit(Credentials.of(http::header, url::get));
    Requests.Request request = Requests.read(http, url, door.longestStatement(asked(url)));
    Ask ask = request.ask();
    reply.header("X-ClickHouse-Query-Id", ask.queryId());
    reply.header("X-ClickHouse-Timezone", facts.timezone());
    if (request.rows().isPresent()) {
      InsertResult result = guest.load(ask, request.rows().get());
      reply.header("X-ClickHouse-Summary", Summary.of(result));
      reply.header("Content-Type", "text/plain; charset=UTF-8");
      reply.send(200, new byte[0]);
      return;
    }
    try (QueryStream stream = opened(http, guest, ask);
        Spool held = new Spool(options.spoolDirectory(), options.mostSpooled());
        ClientPresence.Watch _ = http.client().interruptWhenGone()) {
      boolean all = url.isOn("wait_end_of_query") || url.isOn("http_wait_end_of_query");
      boolean ended = holdBack(stream, held, all ? Long.MAX_VALUE : HELD_BACK);
      Transfer transfer = new Transfer(ask, stream, held, ended, AnswerCoding.of(url, http));
      transfer.headers(reply, url);
      if (http.method().equals("HEAD")) {
        reply.send(200, new byte[0]);
      } else {
        transfer.body(reply);
      }
    }
  }

  private static long asked(UrlParameters url) {
    return url.get("max_query_size")
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(0L);
  }

  private static QueryStream opened(HttpAsk http, FrontDoor.Guest guest, Ask ask) {
    try (ClientPresence.Watch _ = http.client().interruptWhenGone()) {
      return guest.run(ask);
    }
  }

  /** Fills until there is as much or no more; whether there is no more. */
  private static boolean holdBack(QueryStream stream, Spool held, long most) throws IOException {
    while (held.size() < most) {
      Optional<byte[]> piece = stream.next();
      if (piece.isEmpty()) {
        return true;
      }
      held.write(piece.get());
    }
    return false;
  }

  private void fail(Reply reply, ClickHouseException error) {
    Failure failure = Failure.of(error, facts.version());
    reply.header("X-ClickHouse-Exception-Code", Integer.toString(failure.code()));
    reply.header("Content-Type", "text/plain; charset=UTF-8");
    reply.send(failure.status(), failure.bytes());
  }

  private static ClickHouseException unreadable(IOException e) {
    return new ClickHouseException(
        271, "CANNOT_DECOMPRESS", "The request's body cannot be read: " + e.getMessage());
  }

  /** An answer that was begun and cannot be ended. */
  private static final class CutShort extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutShort(String message) {
      super(message);
    }
  }

  /** One result on its way out. */
  private final class Transfer {
    private final Ask ask;
    private final QueryStream stream;
    private final Spool held;
    private final boolean ended;
    private final AnswerCoding coding;
    private final String tag = Failure.newTag(random);

    Transfer(Ask ask, QueryStream stream, Spool held, boolean ended, AnswerCoding coding) {
      this.ask = ask;
      this.stream = stream;
      this.held = held;
      this.ended = ended;
      this.coding = coding;
    }

    void headers(Reply reply, UrlParameters url) {
      String summary = Summary.of(stream.statistics(), held.size());
      if (url.isOn("send_progress_in_http_headers")) {
        reply.header("X-ClickHouse-Progress", summary);
      }
      reply.header("X-ClickHouse-Summary", summary);
      reply.header("X-ClickHouse-Format", ask.format());
      reply.header("X-ClickHouse-Exception-Tag", tag);
      reply.header(
          "Content-Type", facts.contentType(ask.format()).orElse("application/octet-stream"));
      coding.http().ifPresent(http -> reply.header("Content-Encoding", http.token()));
    }

    void body(Reply reply) throws IOException {
      if (ended && held.size() <= HELD_BACK) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) held.size() + 64);
        try (OutputStream out = coding.encode(bytes)) {
          held.transferTo(out);
        }
        reply.send(200, bytes.toByteArray());
        return;
      }
      OutputStream body = reply.body();
      try {
        OutputStream out = coding.encode(new Unclosed(body));
        held.transferTo(out);
        rest(out);
        out.close();
        body.close();
      } catch (IOException | UncheckedIOException e) {
        LOG.debug("a client went away in the middle of an answer", LoggableError.of(e));
        throw new CutShort("the client has gone");
      }
    }

    private void rest(OutputStream out) throws IOException {
      try {
        stream.transferTo(out);
      } catch (ClickHouseException e) {
        Failure failure = Failure.of(e, facts.version());
        out.write(failure.block(tag));
        // what is compressed must be whole, so that the block can be read
        out.close();
        throw new CutShort(failure.text().strip());
      }
    }
  }

  /** A stream whose end is not the end of what is below. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
