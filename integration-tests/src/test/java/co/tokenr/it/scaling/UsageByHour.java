package co.tokenr.it.scaling;

import java.util.List;

import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.FixedBackOff;

@Component
class UsageByHour {

	private static final String ADD = """
			with fresh as (
			    insert into usage_event (id, event)
			    select (event ->> 'id')::uuid, event
			    from jsonb_array_elements(?::jsonb) as event
			    on conflict (id) do nothing
			    returning event
			)
			insert into usage_by_hour as total
			    (hour, customer, model, currency, calls, unpriced, input_tokens, output_tokens, cost)
			select date_trunc('hour', (event ->> 'occurred_at')::timestamptz, 'UTC'),
			       coalesce(event ->> 'customer_id', ''),
			       coalesce(event ->> 'response_model', event ->> 'request_model', ''),
			       event #>> '{cost,currency}',
			       count(*),
			       count(*) filter (where event #> '{cost,amount}' is null),
			       coalesce(sum((event #>> '{usage,input_tokens}')::bigint), 0),
			       coalesce(sum((event #>> '{usage,output_tokens}')::bigint), 0),
			       coalesce(sum((event #>> '{cost,amount}')::numeric), 0)
			from fresh
			group by 1, 2, 3, 4
			order by 1, 2, 3, 4
			on conflict (hour, customer, model, currency) do update set
			    calls = total.calls + excluded.calls,
			    unpriced = total.unpriced + excluded.unpriced,
			    input_tokens = total.input_tokens + excluded.input_tokens,
			    output_tokens = total.output_tokens + excluded.output_tokens,
			    cost = total.cost + excluded.cost
			""";

	private final JdbcTemplate jdbc;

	UsageByHour(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@KafkaListener(topics = "llm-usage", groupId = "usage-by-hour", batch = "true",
			properties = "auto.offset.reset=earliest")
	void add(List<String> events) {
		this.jdbc.update(ADD, "[" + String.join(",", events) + "]");
	}

	/** Unless told otherwise spring-kafka skips a batch that has failed ten times. */
	@Bean
	static CommonErrorHandler again() {
		return new DefaultErrorHandler(new FixedBackOff(1000, FixedBackOff.UNLIMITED_ATTEMPTS));
	}

}
