package dev.nightjar.cli;

import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.Profiles;
import dev.nightjar.cli.api.ServerAddress;
import dev.nightjar.cli.api.ServerProfile;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "profile",
    description = {
      "Servers by name, in ~/.config/nightjar/profiles.json, which only you can read.",
      "The profiles local and cloud are what --local and --cloud mean."
    },
    synopsisSubcommandLabel = "(add | ls | use | rm)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar profile add cloud --host https://nightjar.example.com --token TOKEN",
      "  nightjar --cloud deploy",
      "  nightjar profile add staging --host https://staging.example.com --token - <token.txt",
      "  nightjar --profile staging status"
    })
final class ProfileCommand extends CommandGroup {

  static CommandLine line(Environment environment) {
    return new CommandLine(new ProfileCommand())
        .addSubcommand(new Add(environment))
        .addSubcommand(new Ls(environment))
        .addSubcommand(new Use(environment))
        .addSubcommand(new Remove(environment));
  }

  private static Profiles profiles(Environment environment) {
    return Profiles.of(environment.home(), environment.variables());
  }

  private static ObjectNode about(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name);
  }

  private static UserException unknown(String name) {
    return new UserException(
        "There is no profile `" + name + "`. `nightjar profile ls` lists them.");
  }

  @Command(
      name = "add",
      description = "Names a server, or changes what a name stands for.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar profile add cloud --host https://nightjar.example.com --token TOKEN")
  static final class Add implements Callable<Integer> {

    private final Environment environment;

    @Spec CommandSpec spec;
    @Mixin FormatOption output;

    @Parameters(paramLabel = "NAME", description = "Letters, digits, - and _.")
    String name;

    @Option(
        names = "--host",
        required = true,
        paramLabel = "URL",
        description = "The server's address.")
    String host;

    @Option(
        names = "--token",
        paramLabel = "TOKEN",
        description =
            "Its token; - reads standard input. Without it the token is asked for; a server of this"
                + " machine tells it by itself.")
    Optional<String> token = Optional.empty();

    Add(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
        throw new ParameterException(
            spec.commandLine(), "A profile's name has letters, digits, - and _ only.");
      }
      ServerProfile profile = new ServerProfile(ServerAddress.of(host), given());
      profiles(environment).with(name, profile);
      new Done(
              "✓ profile " + name + " is " + profile.base(),
              about(name).put("host", profile.base().toString()))
          .print(output.format(), environment.terminal());
      return 0;
    }

    private Optional<String> given() {
      if (token.isPresent()) {
        return Optional.of(SecretText.read(environment.terminal(), token.get(), "token"));
      }
      return ServerAddress.isLoopback(ServerAddress.of(host))
          ? Optional.empty()
          : environment
              .terminal()
              .askSecretly("Token of " + host + ": ")
              .filter(text -> !text.isBlank())
              .or(() -> {
                throw new UserException(
                    "A server elsewhere needs a token: give --token, or --token - to read it from"
                        + " standard input.");
              });
    }
  }

  @Command(
      name = "ls",
      description = "Lists the profiles; tokens are not shown.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar profile ls --output json")
  static final class Ls implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    Ls(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      Profiles profiles = profiles(environment);
      TextTable table = TextTable.of("NAME", "SERVER", "TOKEN", "USED");
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("name", "host", "has_token", "used"));
      List<JsonNode> shown = new ArrayList<>();
      for (String name : profiles.names()) {
        ServerProfile profile = profiles.named(name).orElseThrow();
        boolean used = profiles.current().filter(name::equals).isPresent();
        table.row(
            name,
            profile.base().toString(),
            profile.token().isPresent() ? "kept" : "-",
            used ? "*" : "");
        rows.add(
            List.of(
                name,
                profile.base().toString(),
                Boolean.toString(profile.token().isPresent()),
                Boolean.toString(used)));
        ObjectNode one =
            JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("host", profile.base().toString())
                .put("has_token", profile.token().isPresent())
                .put("used", used);
        shown.add(one);
      }
      new Listing(table, rows, Json.list("profiles", shown))
          .print(client.format(), environment.terminal());
      return 0;
    }
  }

  @Command(
      name = "use",
      description =
          "Makes commands talk to a server where neither an option nor the folder says which."
              + " Without a name, that is the local one again.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar profile use staging")
  static final class Use implements Callable<Integer> {

    private final Environment environment;

    @Mixin FormatOption output;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The profile.")
    Optional<String> name;

    Use(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      Profiles profiles = profiles(environment);
      name.filter(text -> profiles.named(text).isEmpty())
          .ifPresent(text -> {
            throw unknown(text);
          });
      profiles.using(name);
      new Done(
              "✓ now using " + name.map(text -> "profile " + text).orElse("the local server"),
              about(name.orElse(Profiles.LOCAL)))
          .print(output.format(), environment.terminal());
      return 0;
    }
  }

  @Command(
      name = "rm",
      description = "Forgets a profile.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar profile rm staging")
  static final class Remove implements Callable<Integer> {

    private final Environment environment;

    @Mixin FormatOption output;

    @Parameters(paramLabel = "NAME", description = "The profile.")
    String name;

    Remove(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      Profiles profiles = profiles(environment);
      if (profiles.named(name).isEmpty()) {
        throw unknown(name);
      }
      profiles.without(name);
      new Done("✓ profile " + name + " removed", about(name))
          .print(output.format(), environment.terminal());
      return 0;
    }
  }
}
