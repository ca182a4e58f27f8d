/**
 * The world around a tracked application, on this machine: a provider that speaks the
 * real wire formats, its bill counted from the bytes it wrote, and a collector. Nothing
 * here knows what tracks the application or which client library calls, so that its
 * figures can serve as the second opinion.
 */
@NullMarked
package com.example.demo;

import org.jspecify.annotations.NullMarked;
