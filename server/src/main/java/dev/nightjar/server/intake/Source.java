package dev.nightjar.server.intake;

import java.io.IOException;
import java.io.InputStream;

/** Where rows come from: a body, an uploaded file, an address. */
public interface Source {
  /** Opens it, once; packed bytes as they are. */
  InputStream open() throws IOException;
}
