/**
 * Wires that only tests need, on 127.0.0.1: a provider that bills what it wrote, counted
 * from the bytes, and a gate that fails on the way to another. Knows nothing of what is
 * tested.
 */
@NullMarked
package co.tokenr.it.provider;

import org.jspecify.annotations.NullMarked;
