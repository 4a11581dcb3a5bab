package dev.nightjar.awslocal.iam;

import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A role.
 *
 * @param id {@code AROA…}
 * @param path begins and ends with a slash
 * @param trust who may assume it
 * @param policies what it may do, by the policies' names
 * @param maxSession the longest session
 */
public record Role(
    String account,
    String name,
    String id,
    String path,
    String description,
    Instant created,
    Duration maxSession,
    PolicyDocument trust,
    SortedMap<String, PolicyDocument> policies) {

  /** {@code arn:aws:iam::ACCOUNT:role/PATH/NAME}. */
  public String arn() {
    return "arn:aws:iam::" + account + ":role" + path + name;
  }

  Role withTrust(PolicyDocument other) {
    return new Role(account, name, id, path, description, created, maxSession, other, policies);
  }

  Role withPolicy(String policy, PolicyDocument document) {
    SortedMap<String, PolicyDocument> more = new TreeMap<>(policies);
    more.put(policy, document);
    return new Role(account, name, id, path, description, created, maxSession, trust, more);
  }

  Role withoutPolicy(String policy) {
    SortedMap<String, PolicyDocument> less = new TreeMap<>(policies);
    less.remove(policy);
    return new Role(account, name, id, path, description, created, maxSession, trust, less);
  }

  /** What all of its access policies say together about a request. */
  public PolicyDocument.Decision decide(AccessRequest request) {
    boolean allowed = false;
    for (PolicyDocument policy : policies.values()) {
      switch (policy.decide(request)) {
        case DENIED -> {
          return PolicyDocument.Decision.DENIED;
        }
        case ALLOWED -> allowed = true;
        case SILENT -> {}
      }
    }
    return allowed ? PolicyDocument.Decision.ALLOWED : PolicyDocument.Decision.SILENT;
  }
}
