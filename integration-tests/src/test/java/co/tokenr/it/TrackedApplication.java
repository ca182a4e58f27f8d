package co.tokenr.it;

import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderConfigurer;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * A small application with a chat client of each wire.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TrackedApplication {

	@Bean
	ChatClient openAiClient(OpenAiChatModel model, ChatClientBuilderConfigurer configurer) {
		return configurer.configure(ChatClient.builder(model)).build();
	}

	@Bean
	ChatClient anthropicClient(AnthropicChatModel model, ChatClientBuilderConfigurer configurer) {
		return configurer.configure(ChatClient.builder(model)).build();
	}

	/** Spring Security is here for another application's sake. */
	@Bean
	SecurityFilterChain openForAll(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.csrf(CsrfConfigurer::disable)
			.build();
	}

	@Bean
	RecordingListener recordingListener() {
		return new RecordingListener();
	}

}
