package dev.nightjar.cli.connect;

import dev.nightjar.cli.api.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known before anything is asked, an answer an option.
 *
 * @param program how the next command begins: {@code nightjar}, or with the server's address too
 * @param name the connection's name
 * @param table the table's name for the policy, or {@code *}
 * @param bucket the export bucket, or {@code *} for a policy of any
 * @param region the table's region
 * @param roleArn the role, if it is made already
 * @param tableArn the table to mirror
 * @param datasource the name of the mirrored table
 * @param environments Local, Cloud or both
 * @param policies how the role's policies are shown
 * @param numberKeys the types of number keys
 * @param enable whether the table's stream and PITR are switched on where they are off
 * @param force whether what is there is replaced
 * @param rolePatience how long a role is tried that AWS does not let the server assume
 */
public record WizardOptions(
    String program,
    Optional<String> name,
    Optional<String> table,
    Optional<String> bucket,
    Optional<String> region,
    Optional<String> roleArn,
    Optional<String> tableArn,
    Optional<String> datasource,
    Optional<List<Side>> environments,
    PolicyOutput policies,
    NumberKeyTypes numberKeys,
    boolean enable,
    boolean force,
    Duration rolePatience) {}
