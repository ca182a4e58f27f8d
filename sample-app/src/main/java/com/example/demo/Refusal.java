package com.example.demo;

/**
 * Why a call gets an error instead of an answer.
 */
enum Refusal {

	/** The body is not a chat request. */
	INVALID_REQUEST,

	/** No API key was sent. */
	UNAUTHORIZED,

	/** The model is one that always fails. */
	BROKEN_MODEL,

	/** The model is one that is always overloaded. */
	OVERLOADED

}
