package dev.nightjar.server.intake;

import dev.nightjar.server.http.HttpProblem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches files over HTTP for whoever may import: not those that only this server can reach. The
 * addresses that a name has are looked at where the connection is made, so that it goes to none
 * other; each redirect is a new address.
 */
final class RemoteFiles implements AutoCloseable {
  private static final int MOST_REDIRECTS = 5;
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofHours(2);

  /** Until an answer begins, its headers included. */
  private static final Duration LONGEST_HEADERS = Duration.ofMinutes(2);

  private static final int LONGEST_LINE = 16 << 10;
  private static final int MOST_HEADERS = 200;

  private final CloseableHttpClient client;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("remote-files").factory());

  /**
   * A way to the internet.
   *
   * @param privateAddresses whether it may lead to this machine and private networks too
   */
  RemoteFiles(boolean privateAddresses) {
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                            .http1Config(
                                Http1Config.custom()
                                    .setMaxLineLength(LONGEST_LINE)
                                    .setMaxHeaderCount(MOST_HEADERS)
                                    .build())
                            .build())
                    .setDnsResolver(new Resolver(privateAddresses))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(CONNECTING))
                            .setSocketTimeout(Timeout.of(SILENCE))
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom().setResponseTimeout(Timeout.of(SILENCE)).build())
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableAutomaticRetries()
            .setUserAgent("nightjar")
            .build();
  }

  /**
   * Reads an address's form.
   *
   * @throws HttpProblem 400 when nothing can be fetched there
   */
  static URI parse(String text) {
    try {
      return checked(new URI(text.strip()));
    } catch (URISyntaxException e) {
      throw HttpProblem.badRequest(
          "The url cannot be read at its character "
              + (e.getIndex() + 1)
              + ": "
              + e.getReason()
              + ".");
    }
  }

  private static URI checked(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme();
    if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      throw HttpProblem.badRequest("The url must begin with http:// or https://.");
    }
    if (url.getHost() == null || url.getRawUserInfo() != null) {
      throw HttpProblem.badRequest(
          url.getHost() == null
              ? "The url names no host."
              : "The url cannot have a user and a password in it.");
    }
    return url;
  }

  /**
   * Begins to fetch; the bytes come as they are read.
   *
   * @throws HttpProblem 400 when there is nothing to be had; the message says why
   */
  InputStream open(URI first) {
    long until = System.nanoTime() + LONGEST.toNanos();
    URI url = first;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      ClassicHttpResponse response = get(url);
      int status = response.getCode();
      Header location = response.getFirstHeader("Location");
      if (status >= 300 && status < 400 && location != null) {
        close(response);
        url = redirected(url, location.getValue());
      } else if (status == 200) {
        return new Body(response, until);
      } else {
        close(response);
        throw HttpProblem.badRequest(
            "The url could not be fetched: it answered HTTP " + status + ".");
      }
    }
    throw HttpProblem.badRequest("The url redirects more than " + MOST_REDIRECTS + " times.");
  }

  private static URI redirected(URI from, String location) {
    try {
      return checked(from.resolve(new URI(location)));
    } catch (URISyntaxException e) {
      throw HttpProblem.badRequest("The url redirects to an address that cannot be read.");
    }
  }

  private ClassicHttpResponse get(URI url) {
    HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
    HttpGet get = new HttpGet(url);
    ScheduledFuture<?> end =
        watch.schedule(get::cancel, LONGEST_HEADERS.toSeconds(), TimeUnit.SECONDS);
    try {
      return client.executeOpen(host, get, null);
    } catch (PublicAddresses.PrivateAddressException e) {
      throw HttpProblem.badRequest("The url cannot be fetched: " + e.getMessage());
    } catch (UnknownHostException e) {
      throw HttpProblem.badRequest(
          "The url could not be fetched: there is no host '" + url.getHost() + "'.");
    } catch (IOException e) {
      throw HttpProblem.badRequest(
          "The url could not be fetched: no answer came from '" + url.getHost() + "'.");
    } finally {
      end.cancel(false);
    }
  }

  private static void close(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      throw HttpProblem.badRequest("The url could not be fetched: its connection broke.");
    }
  }

  @Override
  public void close() throws IOException {
    watch.shutdownNow();
    client.close();
  }

  private record Resolver(boolean privateAddresses) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return privateAddresses ? InetAddress.getAllByName(host) : PublicAddresses.of(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  /** The bytes of an answer, for so long. */
  private static final class Body extends FilterInputStream {
    private final ClassicHttpResponse response;
    private final long until;

    Body(ClassicHttpResponse response, long until) {
      super(content(response));
      this.until = until;
      this.response = response;
    }

    private static InputStream content(ClassicHttpResponse response) {
      try {
        return response.getEntity() == null
            ? InputStream.nullInputStream()
            : response.getEntity().getContent();
      } catch (IOException e) {
        throw HttpProblem.badRequest("The url could not be fetched: its answer cannot be read.");
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (System.nanoTime() - until > 0) {
        throw new IOException("it took longer than " + LONGEST.toHours() + " hours");
      }
      return super.read(buffer, offset, length);
    }

    /** Lets the connection go without reading what is left. */
    @Override
    public void close() throws IOException {
      response.close();
    }
  }
}
