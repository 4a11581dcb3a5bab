package dev.nightjar.clickhouse.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom to believe that it is the server. */
final class Tls {
  private Tls() {}

  /**
   * A context that believes the certificates of a file alone; none where there is no file: then the
   * JVM's own hold.
   *
   * @throws RemoteException when the file holds none
   */
  static Optional<SSLContext> context(Optional<Path> caFile) {
    return caFile.map(Tls::context);
  }

  private static SSLContext context(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new RemoteException("The file " + file + " holds no certificate (PEM is expected).");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + number, certificate);
        number++;
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new RemoteException("The certificates in " + file + " cannot be read: " + e, e);
    } catch (GeneralSecurityException e) {
      throw new RemoteException(
          "The file " + file + " holds no certificates that can be used (PEM is expected): " + e,
          e);
    }
  }
}
