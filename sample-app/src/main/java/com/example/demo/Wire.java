package com.example.demo;

import java.util.List;

import com.sun.net.httpserver.Headers;
import tools.jackson.databind.JsonNode;

/**
 * The format that a provider speaks: reads requests, shapes answers, never sends.
 */
interface Wire {

	/** The name of the wire on the invoice. */
	String name();

	/** The path that it is served under. */
	String path();

	/** Whether the caller sent a key. */
	boolean hasKey(Headers headers);

	/** The request; what is absent is read as empty. */
	ChatRequest read(JsonNode body);

	/** The token counts of the answer. */
	TokenFigures tokens(ChatRequest request);

	/** A new unique response id. */
	String newId();

	/** A new unique tool call id. */
	String newToolCallId();

	/** The dated model that serves the requested one. */
	String served(String requested);

	/** The whole answer as one JSON object. */
	JsonNode whole(Reply reply);

	/**
	 * The answer as server-sent events, grouped as they are flushed. The last group holds
	 * usage and end mark together: a stream cut by the caller has neither.
	 */
	List<String> frames(ChatRequest request, Reply reply);

	/** The error in the provider's own format. */
	Failure failure(Refusal refusal, String requestId);

	/**
	 * An error answer.
	 *
	 * @param status the HTTP status
	 * @param body the body
	 */
	record Failure(int status, JsonNode body) {

	}

}
