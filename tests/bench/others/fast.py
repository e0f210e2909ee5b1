"""A peer: FastAPI, SQLAlchemy and pydantic, with the same columns, filters and nested claims. Runs among the others."""

import os
from datetime import date
from typing import Annotated

from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Boolean, Date, Float, ForeignKey, Integer, String, create_engine, func, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    """Tables."""


class ClaimRow(Base):
    """A claim."""

    __tablename__ = "record_recordclaim"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("record_edition.seq"))
    claim: Mapped[str] = mapped_column(String)
    claimant: Mapped[str] = mapped_column(String)
    kind: Mapped[str] = mapped_column(String)
    made_on: Mapped[date | None] = mapped_column(Date)
    statement: Mapped[str] = mapped_column(String)


class EditionRow(Base):
    """An edition."""

    __tablename__ = "record_edition"
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    ref: Mapped[str] = mapped_column(String)
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String)
    kind: Mapped[str] = mapped_column(String)
    earliest: Mapped[date] = mapped_column(Date)
    latest: Mapped[date] = mapped_column(Date)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    place: Mapped[str] = mapped_column(String)
    country: Mapped[str] = mapped_column(String)
    border: Mapped[str] = mapped_column(String)
    killed_low: Mapped[int | None] = mapped_column(Integer)
    killed_best: Mapped[int | None] = mapped_column(Integer)
    killed_high: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String)
    expunged: Mapped[bool] = mapped_column(Boolean)
    aggregated: Mapped[bool] = mapped_column(Boolean)
    claims: Mapped[list[ClaimRow]] = relationship(order_by=ClaimRow.id)


class ClaimOut(BaseModel):
    """A claim, as it is sent."""

    model_config = ConfigDict(from_attributes=True)
    claim: str
    claimant: str
    kind: str
    made_on: date | None
    statement: str


class EditionOut(BaseModel):
    """An edition, as it is sent."""

    model_config = ConfigDict(from_attributes=True)
    seq: int
    ref: str
    number: int
    title: str
    kind: str
    earliest: date
    latest: date
    latitude: float | None
    longitude: float | None
    place: str
    country: str
    border: str
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    claims: list[ClaimOut]


class PageOut(BaseModel):
    """A page."""

    count: int
    results: list[EditionOut]


app = FastAPI()
engine = create_engine(os.environ["BENCH_SQLALCHEMY_URL"], pool_size=16)


@app.get("/incidents/")
def incidents(country: str, kind: str, since: Annotated[date, Query(alias="latest__gte")], page: int = 1) -> PageOut:
    """Return a page by number, with the exact count."""
    asked = (
        text("upper_inf(validity)"),
        EditionRow.status == "published",
        EditionRow.expunged.is_(False),
        EditionRow.aggregated.is_(False),
        EditionRow.country == country,
        EditionRow.kind == kind,
        EditionRow.latest >= since,
    )
    with Session(engine) as session:
        count = session.scalar(select(func.count()).select_from(EditionRow).where(*asked))
        rows = session.scalars(
            select(EditionRow)
            .where(*asked)
            .options(selectinload(EditionRow.claims))
            .order_by(EditionRow.latest.desc(), EditionRow.seq.desc())
            .limit(100)
            .offset(100 * (page - 1))
        ).all()
        return PageOut(count=count or 0, results=[EditionOut.model_validate(row) for row in rows])
