"""FastAPI with SQLAlchemy's ORM, relations loaded by `selectinload`, as its tutorials have it.

Run by the feed benchmark in an environment of its own: `python orm.py <port> <database url>`.
"""

import sys
from datetime import datetime
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Family(Base):
    __tablename__ = "families"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]


class Photo(Base):
    __tablename__ = "photos"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    master_key: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    colour: Mapped[str]


class PostPhoto(Base):
    __tablename__ = "post_photos"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photos.id"))
    position: Mapped[int]
    photo: Mapped[Photo] = relationship()


class Like(Base):
    __tablename__ = "likes"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    words: Mapped[str]
    state: Mapped[str]
    audience: Mapped[int]
    shown_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    family_id: Mapped[UUID] = mapped_column(ForeignKey("families.id"))
    family: Mapped[Family] = relationship()
    pictures: Mapped[list[PostPhoto]] = relationship(order_by=PostPhoto.position)


class Picture(BaseModel):
    key: str
    width: int
    height: int
    colour: str


class Item(BaseModel):
    id: UUID
    words: str
    shown_at: datetime
    family: str
    likes: int
    pictures: list[Picture]


class Page(BaseModel):
    items: list[Item]


app = FastAPI()
port, url = int(sys.argv[1]), sys.argv[2]
sessions = async_sessionmaker(create_async_engine(url, pool_size=10))


@app.get("/feed")
async def feed() -> Page:
    """The newest twenty public posts."""
    shown = (
        select(Post)
        .where(Post.state == "approved", Post.audience == 40)
        .where(Post.deleted_at.is_(None), Post.hidden_at.is_(None))
        .order_by(Post.shown_at.desc(), Post.id.desc())
        .limit(20)
        .options(
            selectinload(Post.family),
            selectinload(Post.pictures).selectinload(PostPhoto.photo),
        )
    )
    async with sessions() as session:
        posts = (await session.scalars(shown)).all()
        ids = [post.id for post in posts]
        counted = select(Like.post_id, func.count()).where(Like.post_id.in_(ids))
        likes = dict(iter(await session.execute(counted.group_by(Like.post_id))))
        return Page(
            items=[
                Item(
                    id=post.id,
                    words=post.words,
                    shown_at=post.shown_at,
                    family=post.family.name,
                    likes=likes.get(post.id, 0),
                    pictures=[
                        Picture(
                            key=one.photo.master_key,
                            width=one.photo.width,
                            height=one.photo.height,
                            colour=one.photo.colour,
                        )
                        for one in post.pictures
                    ],
                )
                for post in posts
            ]
        )


uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
