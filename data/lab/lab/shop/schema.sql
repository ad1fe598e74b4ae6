-- The shop’s tables. Neither ORM makes them: both map to what is here.
-- {key}, {reference}, {json} and {moment} differ from database to database.
CREATE TABLE category (
    id {key},
    name varchar(60) NOT NULL,
    parent_id {reference} REFERENCES category (id)
);
CREATE INDEX category_parent ON category (parent_id);
CREATE TABLE customer (
    id {key},
    name varchar(120) NOT NULL,
    email varchar(200) NOT NULL UNIQUE,
    country varchar(2) NOT NULL,
    plan varchar(12) NOT NULL,
    signed_up date NOT NULL,
    settings {json} NOT NULL
);
CREATE TABLE product (
    id {key},
    sku varchar(20) NOT NULL UNIQUE,
    name varchar(120) NOT NULL,
    category_id {reference} NOT NULL REFERENCES category (id),
    price_cents integer NOT NULL
);
CREATE INDEX product_category ON product (category_id);
CREATE TABLE sales_order (
    id {key},
    customer_id {reference} NOT NULL REFERENCES customer (id),
    status varchar(12) NOT NULL,
    placed_on date NOT NULL,
    total_cents integer NOT NULL,
    note varchar(200) NOT NULL
);
CREATE INDEX sales_order_customer ON sales_order (customer_id);
CREATE INDEX sales_order_placed_on ON sales_order (placed_on);
CREATE TABLE order_line (
    id {key},
    order_id {reference} NOT NULL REFERENCES sales_order (id),
    product_id {reference} NOT NULL REFERENCES product (id),
    quantity integer NOT NULL,
    unit_price_cents integer NOT NULL
);
CREATE INDEX order_line_order ON order_line (order_id);
CREATE INDEX order_line_product ON order_line (product_id);
CREATE TABLE depot (
    id {key},
    code varchar(8) NOT NULL UNIQUE,
    name varchar(80) NOT NULL,
    region varchar(20) NOT NULL
);
CREATE TABLE shipment (
    id {key},
    order_id {reference} NOT NULL REFERENCES sales_order (id),
    from_depot_id {reference} NOT NULL REFERENCES depot (id),
    to_depot_id {reference} NOT NULL REFERENCES depot (id),
    status varchar(12) NOT NULL,
    weight_g integer NOT NULL
);
CREATE INDEX shipment_order ON shipment (order_id);
CREATE INDEX shipment_from ON shipment (from_depot_id);
CREATE INDEX shipment_to ON shipment (to_depot_id);
CREATE TABLE tracking_event (
    id {key},
    shipment_id {reference} NOT NULL REFERENCES shipment (id),
    kind varchar(16) NOT NULL,
    happened_at {moment} NOT NULL,
    payload {json} NOT NULL
);
CREATE INDEX tracking_event_shipment ON tracking_event (shipment_id);
CREATE TABLE rate_band (
    id {key},
    min_g integer NOT NULL,
    max_g integer NOT NULL,
    rate_cents integer NOT NULL
);
CREATE TABLE stock_level (
    depot_id {reference} NOT NULL REFERENCES depot (id),
    product_id {reference} NOT NULL REFERENCES product (id),
    quantity integer NOT NULL CONSTRAINT stock_not_negative CHECK (quantity >= 0),
    PRIMARY KEY (depot_id, product_id)
);
CREATE INDEX stock_level_product ON stock_level (product_id);
CREATE TABLE stock_count (
    id {key},
    depot_id {reference} NOT NULL,
    product_id {reference} NOT NULL,
    counted_on date NOT NULL,
    counted_quantity integer NOT NULL,
    FOREIGN KEY (depot_id, product_id) REFERENCES stock_level (depot_id, product_id)
);
CREATE INDEX stock_count_level ON stock_count (depot_id, product_id);
CREATE TABLE import_row (
    id {key},
    sku varchar(20) NOT NULL,
    name varchar(120) NOT NULL,
    quantity integer NOT NULL,
    price_cents integer NOT NULL,
    arrived_on date NOT NULL
);
-- A table that nobody has modelled, as an older system left it.
CREATE TABLE "LGCY_CARR_RT" (
    "CARR_CD" varchar(4) NOT NULL,
    "RT_YR" integer NOT NULL,
    "CARR_NM" varchar(40) NOT NULL,
    "RT_AMT_CENTS" integer NOT NULL,
    PRIMARY KEY ("CARR_CD", "RT_YR")
)
