//! What stands around a campaign: documents with their files, contacts, sessions; and whose turn it is to change it.

use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::schema::{campaign, campaign_contact, campaign_session, legal_ground, measure};
use crate::model::campaign::{CampaignContact, CampaignSession, FiledGround, LegalGround};
use crate::model::id::{BlobId, CampaignId, MeasureId, UnitId};

/// What phones of contacts are sealed for.
const CONTACT_PHONE: &str = "campaign_contact.phone";

/// Counts a change of a campaign, if nobody has changed it since the revision that is known. Says whether the turn was granted.
pub fn take_turn(conn: &mut Conn, of: CampaignId, known: i64) -> Result<bool, StoreError> {
    let same = campaign::table.filter(campaign::id.eq(of.0).and(campaign::revision.eq(known)));
    let counted = diesel::update(same).set(campaign::revision.eq(known + 1)).execute(&mut *conn.any)?;
    Ok(counted == 1)
}

/// The documents a campaign rests on with their files, in order.
pub fn filed_grounds(conn: &mut Conn, of: CampaignId) -> Result<Vec<FiledGround>, StoreError> {
    type Row = (String, NaiveDate, String, String, Option<i64>, Option<String>);
    let rows: Vec<Row> = legal_ground::table
        .filter(legal_ground::campaign_id.eq(of.0))
        .order(legal_ground::position)
        .select((
            legal_ground::number,
            legal_ground::issued_on,
            legal_ground::issuer,
            legal_ground::subject,
            legal_ground::blob_id,
            legal_ground::file_name,
        ))
        .load(&mut *conn.any)?;
    let filed = |(number, issued_on, issuer, subject, blob, name): Row| FiledGround {
        ground: LegalGround { number, issued_on, issuer, subject },
        file: blob.map(BlobId).zip(name),
    };
    Ok(rows.into_iter().map(filed).collect())
}

/// Attaches a file to the document that stands at a place (1 is the first). Says whether there is such a document.
pub fn attach_ground_file(
    conn: &mut Conn,
    of: CampaignId,
    place: i32,
    (blob, name): (BlobId, &str),
) -> Result<bool, StoreError> {
    let row = (legal_ground::blob_id.eq(blob.0), legal_ground::file_name.eq(name));
    Ok(diesel::update(legal_ground::table.find((of.0, place))).set(row).execute(&mut *conn.any)? == 1)
}

/// Whom people ask, in order.
pub fn contacts(conn: &mut Conn, of: CampaignId) -> Result<Vec<CampaignContact>, StoreError> {
    type Row = (String, Option<String>, Option<Vec<u8>>, Option<String>);
    let rows: Vec<Row> = campaign_contact::table
        .filter(campaign_contact::campaign_id.eq(of.0))
        .order(campaign_contact::position)
        .select((
            campaign_contact::name,
            campaign_contact::post,
            campaign_contact::phone_sealed,
            campaign_contact::email,
        ))
        .load(&mut *conn.any)?;
    rows.into_iter()
        .map(|(name, post, phone, email)| {
            let phone = phone.map(|sealed| conn.keys().open_text(CONTACT_PHONE, &sealed)).transpose()?;
            Ok(CampaignContact { name, post, phone, email })
        })
        .collect()
}

/// Replaces whom people ask.
pub fn replace_contacts(conn: &mut Conn, of: CampaignId, contacts: &[CampaignContact]) -> Result<(), StoreError> {
    let old = campaign_contact::table.filter(campaign_contact::campaign_id.eq(of.0));
    diesel::delete(old).execute(&mut *conn.any)?;
    for (position, contact) in (1i32..).zip(contacts) {
        let phone = contact.phone.as_deref().map(|phone| conn.keys().seal_text(CONTACT_PHONE, phone)).transpose()?;
        diesel::insert_into(campaign_contact::table)
            .values((
                campaign_contact::campaign_id.eq(of.0),
                campaign_contact::position.eq(position),
                campaign_contact::name.eq(&contact.name),
                campaign_contact::post.eq(&contact.post),
                campaign_contact::phone_sealed.eq(phone),
                campaign_contact::email.eq(&contact.email),
            ))
            .execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Where and when people are served, by day and time.
pub fn sessions(conn: &mut Conn, of: CampaignId) -> Result<Vec<CampaignSession>, StoreError> {
    type Row = (Option<i64>, String, NaiveDate, NaiveDate, Option<NaiveTime>, Option<NaiveTime>, Option<String>);
    let rows: Vec<Row> = campaign_session::table
        .filter(campaign_session::campaign_id.eq(of.0))
        .order((campaign_session::held_on, campaign_session::from_time, campaign_session::id))
        .select((
            campaign_session::unit_id,
            campaign_session::place,
            campaign_session::held_on,
            campaign_session::held_to,
            campaign_session::from_time,
            campaign_session::to_time,
            campaign_session::in_charge,
        ))
        .load(&mut *conn.any)?;
    let session = |(unit, place, held_on, held_to, from_time, to_time, in_charge): Row| CampaignSession {
        unit: unit.map(UnitId),
        place,
        held_on,
        held_to,
        from_time,
        to_time,
        in_charge,
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Replaces where and when people are served.
pub fn replace_sessions(conn: &mut Conn, of: CampaignId, sessions: &[CampaignSession]) -> Result<(), StoreError> {
    let old = campaign_session::table.filter(campaign_session::campaign_id.eq(of.0));
    diesel::delete(old).execute(&mut *conn.any)?;
    for session in sessions {
        diesel::insert_into(campaign_session::table)
            .values((
                campaign_session::campaign_id.eq(of.0),
                campaign_session::unit_id.eq(session.unit.map(|unit| unit.0)),
                campaign_session::place.eq(&session.place),
                campaign_session::held_on.eq(session.held_on),
                campaign_session::held_to.eq(session.held_to),
                campaign_session::from_time.eq(session.from_time),
                campaign_session::to_time.eq(session.to_time),
                campaign_session::in_charge.eq(&session.in_charge),
            ))
            .execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Stops following a measure, or follows it again; its quotas and reports stay.
pub fn set_retired(conn: &mut Conn, id: MeasureId, retired: bool) -> Result<(), StoreError> {
    diesel::update(measure::table.find(id.0)).set(measure::retired.eq(retired)).execute(&mut *conn.any)?;
    Ok(())
}
