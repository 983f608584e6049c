package dev.astern.policy.risk;

/**
 * One part of a risk score.
 *
 * @param name stable, for programs
 * @param points what it adds, from 0
 * @param why in words
 */
public record RiskTerm(String name, int points, String why) {}
