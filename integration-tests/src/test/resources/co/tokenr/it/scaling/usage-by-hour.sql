create table usage_event (
    id uuid primary key,
    event jsonb not null
);

create table usage_by_hour (
    hour timestamptz not null,
    customer text not null,
    model text not null,
    currency text not null,
    calls bigint not null,
    unpriced bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cost numeric not null,
    primary key (hour, customer, model, currency)
);
