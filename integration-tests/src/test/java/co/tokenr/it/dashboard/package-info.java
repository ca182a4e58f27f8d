/**
 * The dashboard as a person sees it: real Chromium, a real application, and events whose
 * sums are known without asking the application.
 */
@NullMarked
package co.tokenr.it.dashboard;

import org.jspecify.annotations.NullMarked;
