package dev.nightjar.awslocal.s3;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;

/**
 * The rest of the servlet interfaces. s3proxy's handler speaks to HTTP through a dozen of their
 * hundred methods, which {@link HandlerRequest} and {@link HandlerResponse} have; there is no
 * servlet container here that could answer the others, and a newer s3proxy that asks for one hears
 * its name.
 */
final class BareServlet {

  static final HttpServletRequest REQUEST = bare(HttpServletRequest.class);
  static final HttpServletResponse RESPONSE = bare(HttpServletResponse.class);

  private BareServlet() {}

  private static <T> T bare(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(
                  type.getSimpleName() + "." + method.getName() + " outside a servlet container");
            }));
  }
}
