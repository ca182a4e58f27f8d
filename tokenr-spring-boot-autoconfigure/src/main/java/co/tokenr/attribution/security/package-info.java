/**
 * Who, as Spring Security knows it. Receives the authenticated principal of the thread or
 * of the Reactor context and hands on a {@link co.tokenr.attribution.Resolution}. The
 * only package that knows Spring Security; it keeps no credentials and looks at no
 * authority.
 */
@NullMarked
package co.tokenr.attribution.security;

import org.jspecify.annotations.NullMarked;
