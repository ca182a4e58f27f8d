package co.tokenr.autoconfigure;

import java.util.Map;
import java.util.function.Function;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.ServedDetails;
import co.tokenr.capture.StreamUsageHint;
import co.tokenr.capture.TokenEstimator;
import co.tokenr.capture.TraceIds;
import co.tokenr.capture.TracerTraceIds;
import co.tokenr.capture.jtokkit.JtokkitTokenEstimator;
import co.tokenr.capture.springai.CapturedSurface;
import co.tokenr.capture.springai.ChatClientCoverage;
import co.tokenr.capture.springai.ModelCoverage;
import co.tokenr.capture.springai.ModelObservationHandler;
import co.tokenr.capture.springai.ModelObservationWatch;
import co.tokenr.capture.springai.SpringAiCapture;
import co.tokenr.capture.springai.SpringAiProviders;
import co.tokenr.capture.springai.TokenrChatClientCustomizer;
import co.tokenr.capture.springai.TokenrModels;
import co.tokenr.usage.UsageRecorder;
import com.knuddels.jtokkit.api.Encoding;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.model.observation.ModelObservationContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for capturing the calls of Spring AI, through whichever of its doors
 * they are made.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ChatClientBuilderCustomizer.class)
@ConditionalOnBean(TokenrSwitch.class)
public final class TokenrSpringAiAutoConfiguration {

	private static final Map<String, String> BASE_URL_PREFIXES = Map.of("openai", "spring.ai.openai", "anthropic",
			"spring.ai.anthropic");

	private static final String WEB_CLIENT_REQUESTS = "http.client.requests";

	TokenrSpringAiAutoConfiguration() {
	}

	@Bean
	SpringAiCapture tokenrSpringAiCapture(UsageRecorder recorder, TokenrProperties properties, Environment environment,
			ProviderEndpoints endpoints, ServedDetails served, ObjectProvider<TraceIds> traces,
			ObjectProvider<TokenEstimator> estimator, StreamUsageHint hint) {
		TokenrCaptureProperties capture = properties.getCapture();
		SpringAiProviders providers = new SpringAiProviders(endpoints, baseUrls(environment));
		return new SpringAiCapture(recorder, providers, served, traces.getIfAvailable(() -> TraceIds.NONE),
				(surface) -> isCaptured(surface, capture),
				capture.isEstimateMissing() ? estimator.getIfAvailable() : null, hint,
				properties.getMetrics().isObservations());
	}

	@Bean
	TokenrChatClientCustomizer tokenrChatClientCustomizer(SpringAiCapture capture) {
		return new TokenrChatClientCustomizer(capture);
	}

	@Bean
	TokenrModels tokenrModels(SpringAiCapture capture) {
		return new TokenrModels(capture);
	}

	@Bean
	ModelObservationWatch tokenrModelObservationWatch() {
		return new ModelObservationWatch();
	}

	@Bean
	ModelObservationHandler tokenrModelObservationHandler(SpringAiCapture capture, ModelObservationWatch watch) {
		return new ModelObservationHandler(capture, watch);
	}

	/**
	 * Where nothing is observed, models are, and nothing but models: Spring AI shows
	 * calls past a {@code ChatClient} in no other way. Whoever brings a registry also
	 * brings who adds our handler to it, so it is added by hand here only. Requests pass,
	 * without a handler: one that is not observed would hide the model's observation from
	 * the seam that must stand aside for it.
	 */
	@Bean
	@ConditionalOnMissingBean
	ObservationRegistry tokenrObservationRegistry(ModelObservationHandler handler, ModelObservationWatch watch) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig()
			.observationPredicate(watch)
			.observationPredicate(
					(name, context) -> context instanceof ModelObservationContext || name.equals(WEB_CLIENT_REQUESTS))
			.observationHandler(handler);
		return registry;
	}

	@Bean
	ModelCoverage tokenrModelCoverage(ApplicationBeans beans, ModelObservationWatch watch) {
		return new ModelCoverage(beans, watch);
	}

	@Bean
	ChatClientCoverage tokenrChatClientCoverage(ApplicationBeans beans) {
		return new ChatClientCoverage(beans);
	}

	private static boolean isCaptured(CapturedSurface surface, TokenrCaptureProperties capture) {
		return switch (surface) {
			case CHAT_CLIENT -> capture.isChatClient();
			case CHAT_MODEL -> capture.isChatModel();
			case EMBEDDING -> capture.isEmbedding();
			case IMAGE -> capture.isImage();
		};
	}

	/** A module's models share its base URL, of which each kind may have its own. */
	private static Function<String, @Nullable String> baseUrls(Environment environment) {
		return (name) -> {
			int dot = name.indexOf('.');
			boolean named = BASE_URL_PREFIXES.containsKey(name);
			String prefix = BASE_URL_PREFIXES.get((named || dot == -1) ? name : name.substring(0, dot));
			if (prefix == null) {
				return null;
			}
			String kind = named ? "chat" : name.substring(dot + 1);
			String url = environment.getProperty(prefix + "." + kind + ".base-url");
			return (url != null) ? url : environment.getProperty(prefix + ".base-url");
		};
	}

	/**
	 * What needs a tokenizer.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Encoding.class)
	static class Estimation {

		@Bean
		@ConditionalOnMissingBean(TokenEstimator.class)
		JtokkitTokenEstimator tokenrTokenEstimator() {
			return new JtokkitTokenEstimator();
		}

	}

	/**
	 * What needs Micrometer Tracing.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	static class Tracing {

		@Bean
		@ConditionalOnMissingBean
		TraceIds tokenrTraceIds(ObjectProvider<Tracer> tracer) {
			return new TracerTraceIds(tracer::getIfUnique);
		}

	}

}
