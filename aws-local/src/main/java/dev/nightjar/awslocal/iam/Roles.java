package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.operation.AwsError;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The roles of all accounts. Thread-safe. */
public final class Roles {

  private record Key(String account, String name) {}

  private final Map<Key, Role> roles = new ConcurrentHashMap<>();

  /** A role by account and name. */
  public Optional<Role> find(String account, String name) {
    return Optional.ofNullable(roles.get(new Key(account, name)));
  }

  /** A role by its ARN. */
  public Optional<Role> find(String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length < 6 || !parts[5].startsWith("role/")) {
      return Optional.empty();
    }
    return find(parts[4], arn.substring(arn.lastIndexOf('/') + 1))
        .filter(role -> role.arn().equals(arn));
  }

  void add(Role role) {
    if (roles.putIfAbsent(new Key(role.account(), role.name()), role) != null) {
      throw new AwsError(
          409, "EntityAlreadyExists", "Role with name " + role.name() + " already exists.");
    }
  }

  /** Replaces a role by what {@code change} makes of it; atomic. */
  void change(String account, String name, UnaryOperator<Role> change) {
    if (roles.computeIfPresent(new Key(account, name), (key, role) -> change.apply(role)) == null) {
      throw absent(name);
    }
  }

  void remove(String account, String name) {
    Key key = new Key(account, name);
    Role role = Optional.ofNullable(roles.get(key)).orElseThrow(() -> absent(name));
    if (!role.policies().isEmpty()) {
      throw new AwsError(
          409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
    }
    roles.remove(key, role);
  }

  static AwsError absent(String name) {
    return new AwsError(404, "NoSuchEntity", "The role with name " + name + " cannot be found.");
  }
}
