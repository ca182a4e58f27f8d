/**
 * A support desk whose assistants are tracked by Tokenr.
 */
package com.example.supportdesk;
