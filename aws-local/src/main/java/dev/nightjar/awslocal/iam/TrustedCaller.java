package dev.nightjar.awslocal.iam;

import java.util.Set;

/**
 * Who wants to assume a role.
 *
 * @param account the caller's account
 * @param names what a principal may call it: its ARN, its role's ARN, its role's unique id
 * @param allowedByOwnPolicies whether its own policies allow the action: needed where only its
 *     account is named
 */
public record TrustedCaller(String account, Set<String> names, boolean allowedByOwnPolicies) {}
