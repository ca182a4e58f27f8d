package com.example.supportdesk;

import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets a person ask.
 */
@RestController
class AskController {

	private final SupportAssistant assistant;

	AskController(SupportAssistant assistant) {
		this.assistant = assistant;
	}

	@PostMapping("/ask")
	Answer ask(@RequestBody Question question) {
		return new Answer(this.assistant.answer(question.customer(), question.question(), "en"));
	}

	@GetMapping(path = "/ask/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> askStream(@RequestParam String question, @RequestParam(defaultValue = "acme") String customer) {
		return this.assistant.stream(customer, question);
	}

	record Question(String customer, String question) {

		Question {
			customer = (customer != null) ? customer : "acme";
		}

	}

	record Answer(String answer) {
	}

}
