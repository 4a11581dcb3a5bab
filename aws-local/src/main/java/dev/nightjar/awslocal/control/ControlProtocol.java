package dev.nightjar.awslocal.control;

import dev.nightjar.awslocal.http.HttpCall;
import dev.nightjar.awslocal.http.Protocol;
import java.io.IOException;
import java.util.NoSuchElementException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /_aws-local/COMMAND} with a JSON object as its body. Whoever is not on this machine
 * is refused; a body that is not declared as JSON too, so that no page in a browser can send one.
 */
public final class ControlProtocol implements Protocol {

  /** What the paths of commands begin with; no bucket can have that name. */
  public static final String PREFIX = "/_aws-local/";

  private static final int LARGEST_REQUEST = 1 << 16;

  private final JsonMapper json = JsonMapper.shared();
  private final ControlCommands commands;

  public ControlProtocol(Controls controls) {
    this.commands = new ControlCommands(controls);
  }

  @Override
  public void answer(HttpCall call) throws IOException {
    if (!call.fromThisMachine()) {
      send(call, 403, error("commands are taken from this machine only"));
      return;
    }
    if (!call.method().equals("POST")
        || !call.header("Content-Type").startsWith("application/json")) {
      send(call, 400, error("a command is a POST with the Content-Type application/json"));
      return;
    }
    byte[] body = call.body().readNBytes(LARGEST_REQUEST);
    try {
      ObjectNode arguments =
          body.length == 0 ? json.createObjectNode() : json.readValue(body, ObjectNode.class);
      String command = call.rawPath().substring(PREFIX.length());
      send(call, 200, commands.carryOut(command, new Arguments(arguments)));
    } catch (JacksonException notJson) {
      send(call, 400, error("the body is not a JSON object"));
    } catch (IllegalArgumentException wrong) {
      send(call, 400, error(wrong.getMessage()));
    } catch (NoSuchElementException absent) {
      send(call, 404, error(absent.getMessage()));
    } catch (IllegalStateException conflict) {
      send(call, 409, error(conflict.getMessage()));
    }
  }

  private ObjectNode error(String message) {
    return json.createObjectNode().put("error", message);
  }

  private void send(HttpCall call, int status, ObjectNode answer) {
    call.status(status);
    call.setHeader("Content-Type", "application/json");
    call.send(json.writeValueAsBytes(answer));
  }
}
