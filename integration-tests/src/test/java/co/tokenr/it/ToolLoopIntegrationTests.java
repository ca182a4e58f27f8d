package co.tokenr.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import co.tokenr.attribution.Attribution;
import co.tokenr.capture.springai.TokenrAdvisorParams;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import com.example.demo.DemoCollector;
import com.example.demo.DemoProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ChatModelCallAdvisor;
import org.springframework.ai.chat.client.advisor.ChatModelStreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A turn of several rounds, with all that Spring AI can put around it.
 */
class ToolLoopIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Attribution CHARGED = Attribution.builder()
		.agent("support-bot")
		.team("support")
		.feature("order-status")
		.customer("acme")
		.conversation("conversation-1")
		.tag("channel", "chat")
		.build();

	private static DemoProvider provider;

	private static DemoCollector collector;

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		provider = DemoProvider.builder().answer("{\"state\":\"shipped\"}").start();
		collector = DemoCollector.start(0);
		application = RunningApplication.start(provider, collector.trackUrl());
	}

	@AfterAll
	static void stop() {
		application.close();
		collector.close();
		provider.close();
	}

	@BeforeEach
	void clear() {
		provider.invoice().clear();
		application.listener().clear();
	}

	@ParameterizedTest
	@CsvSource({ "openAiClient, gpt-4o-mini, false", "openAiClient, gpt-5-mini, false",
			"openAiClient, gpt-4o-mini, true", "openAiClient, gpt-5-mini, true",
			"anthropicClient, claude-sonnet-4-5, false", "anthropicClient, claude-opus-4-5, false",
			"anthropicClient, claude-sonnet-4-5, true", "anthropicClient, claude-opus-4-5, true" })
	void countsEachRoundOnce(String client, String model, boolean streaming) {
		List<Advisor> advisors = new ArrayList<>(BuiltInAdvisors.ofStreams());
		if (!streaming) {
			advisors.add(BuiltInAdvisors.validation(OrderState.class));
		}

		String answer = ask(application.client(client), model, streaming, advisors);

		assertThat(answer).isEqualTo("{\"state\":\"shipped\"}");
		List<UsageEvent> events = events(3);
		InvoiceAssert.assertBilled(provider.invoice().lines(), events);
		assertThat(events).extracting((event) -> event.call().round()).containsExactly(1, 2, 3);
		assertThat(events).extracting((event) -> event.call().runId()).doesNotContainNull().containsOnly(runId(events));
		assertThat(events).extracting(UsageEvent::attribution).containsOnly(CHARGED);
		assertThat(events).extracting(UsageEvent::status).containsOnly(CallStatus.SUCCESS);
		assertThat(events).extracting((event) -> event.call().usageSource()).containsOnly(UsageSource.PROVIDER);
	}

	@ParameterizedTest
	@CsvSource({ "openAiClient, gpt-4o-mini", "anthropicClient, claude-sonnet-4-5" })
	void countsACallThatValidationRepeats(String client, String model) {
		application.client(client)
			.prompt("How many are left?")
			.options(ChatOptions.builder().model(model))
			.advisors(BuiltInAdvisors.validation(Stock.class))
			.call()
			.content();

		List<UsageEvent> events = events(2);
		InvoiceAssert.assertBilled(provider.invoice().lines(), events);
		assertThat(events).extracting((event) -> event.call().round()).containsExactly(1, 2);
		assertThat(events).extracting((event) -> event.call().runId()).containsOnly(runId(events));
	}

	@ParameterizedTest
	@CsvSource({ "openAiClient, gpt-4o-mini", "anthropicClient, claude-sonnet-4-5" })
	void countsRoundsThatValidationRepeatsInsideTheLoop(String client, String model) {
		ask(application.client(client), model, false, List.of(BuiltInAdvisors.innerValidation(OrderState.class)));

		List<UsageEvent> events = events(provider.invoice().lines().size());
		assertThat(events).hasSizeGreaterThan(3);
		InvoiceAssert.assertBilled(provider.invoice().lines(), events);
		assertThat(events).extracting((event) -> event.call().runId()).containsOnly(runId(events));
	}

	/** An advisor that comes with another version of Spring AI belongs into the list. */
	@Test
	void knowsEveryAdvisorThatSpringAiBrings() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AssignableTypeFilter(Advisor.class));
		List<String> known = new ArrayList<>(
				BuiltInAdvisors.ofStreams().stream().map((advisor) -> advisor.getClass().getName()).toList());
		known.add(BuiltInAdvisors.validation(OrderState.class).getClass().getName());
		// ends every chain
		known.addAll(Set.of(ChatModelCallAdvisor.class.getName(), ChatModelStreamAdvisor.class.getName()));
		// the former name of the tool calling advisor
		known.add(ClassUtils.getPackageName(ChatModelCallAdvisor.class) + ".ToolCallAdvisor");

		assertThat(scanner.findCandidateComponents("org.springframework.ai"))
			.extracting(BeanDefinition::getBeanClassName)
			.containsExactlyInAnyOrderElementsOf(known);
	}

	private static String ask(ChatClient client, String model, boolean streaming, List<Advisor> advisors) {
		ChatClient.ChatClientRequestSpec request = client.prompt()
			.system("You know about orders")
			.user("Where is my order?")
			.options(ChatOptions.builder().model(model))
			.tools(new OrderTools("shipped on Monday"))
			.advisors(advisors)
			.advisors((spec) -> spec.param(ChatMemory.CONVERSATION_ID, "conversation-1"))
			.advisors(TokenrAdvisorParams.agent("support-bot")
				.team("support")
				.feature("order-status")
				.customer("acme")
				.tag("channel", "chat"));
		return streaming ? String.join("", request.stream().content().collectList().block(PATIENCE))
				: request.call().content();
	}

	/** All events, and no further ones after them. */
	private static List<UsageEvent> events(int expected) {
		Awaitility.await().atMost(PATIENCE).until(() -> application.listener().events().size() >= expected);
		return List.copyOf(application.listener().events());
	}

	private static String runId(List<UsageEvent> events) {
		return events.get(0).call().runId();
	}

	/** What the provider answers with. */
	record OrderState(String state) {
	}

	/** What it does not. */
	record Stock(int pieces, String article) {
	}

}
